"""A forgotten password: a letter over real SMTP, a link that works once."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from urllib.parse import urlsplit

import pytest
from django.test import Client

from accounts.adapter import Adapter
from tests.letterbox import taking_letters
from tests.world import PASSWORD

NEW = "rain on the wide eaves"
ASKED = "/password/reset/"


class Sink:
    def __init__(self) -> None:
        self.letters: list[bytes] = []

    async def handle_DATA(self, server, session, envelope):
        self.letters.append(envelope.content)
        return "250 OK"

    def link(self) -> str:
        text = str(message_from_bytes(self.letters[-1], policy=policy.default).get_content())
        return urlsplit(re.search(r"https?://\S+", text)[0]).path


@pytest.fixture
def post(settings) -> Iterator[Sink]:
    sink = Sink()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    with taking_letters(sink) as settings.EMAIL_PORT:
        settings.EMAIL_USE_TLS = False
        yield sink


def enters(email: str, password: str) -> bool:
    answer = Client().post("/sign-in/", {"login": email, "password": password})
    return bool(answer.status_code == 302)


def choose(link: str) -> int:
    client = Client()
    form = client.get(link).headers.get("Location", link)  # the key leaves the address at once
    return int(client.post(form, {"password1": NEW, "password2": NEW}).status_code)


def test_the_letter_leads_to_a_new_password_and_ends_every_old_sign_in(world, sign_in, post):
    phone = sign_in(world.hana)
    Client().post(ASKED, {"email": world.hana.email})
    assert choose(post.link()) == 302
    assert enters(world.hana.email, NEW)
    assert not enters(world.hana.email, PASSWORD)
    assert phone.get("/desk/").headers["Location"].startswith("/sign-in/")


def test_the_link_works_once(world, post):
    Client().post(ASKED, {"email": world.hana.email})
    link = post.link()
    choose(link)
    assert choose(link) == 200
    page = Client(headers={"accept-language": "en"}).get(link, follow=True).content.decode()
    assert "This link has ended" in page
    assert enters(world.hana.email, NEW)


def test_an_unknown_address_gets_the_same_page_and_no_letter(world, post):
    answers = [Client().post(ASKED, {"email": email}) for email in (world.hana.email, "nobody@example.org")]
    assert {answer.headers["Location"] for answer in answers} == {"/password/reset/sent/"}
    assert len(post.letters) == 1


def test_who_may_not_sign_in_gets_no_letter(world, sign_in, post):
    sign_in(world.ada).post(f"/people/{world.sora.pk}/let-go/")
    Client().post(ASKED, {"email": world.sora.email})
    assert post.letters == []


@pytest.fixture
def no_post(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9


def test_without_a_mail_server_everybody_is_told_alike_and_keeps_what_was_typed(world, no_post):
    client = Client(headers={"accept-language": "en"})
    pages = {}
    for email in (world.hana.email, "nobody@example.org"):
        page = client.post(ASKED, {"email": email}).content.decode()
        assert "Mails cannot be sent at the moment" in page
        assert f'value="{email}"' in page
        pages[email] = re.sub(r"csrfmiddlewaretoken\" value=\"\w+", "", page.replace(email, ""))
    assert len(set(pages.values())) == 1


def test_a_mail_server_gone_in_between_breaks_no_page_and_is_logged_without_an_address(world, no_post, caplog):
    Adapter().send_password_reset_mail(world.hana, world.hana.email, {"password_reset_url": "https://x"})
    assert "could not be sent" in caplog.text
    assert world.hana.email not in caplog.text
