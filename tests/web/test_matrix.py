"""Every address × every method × every reader: what the table of rights says, and nothing of a case for anyone else."""

from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.timezone import now

from accounts.roles import Role
from accounts.walls import as_job, within
from cases.actions.contacting import Try, record_contact
from cases.models import Case, Family, Leave, LedgerBatch, LedgerFile, Notice, PushDevice, Recess, SavedFilter
from cases.rules.access import ABOUT_A_CASE, May, may
from cases.rules.methods import Method
from cases.rules.responses import Response
from tests.world import World

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
READERS = ("nobody", "yuki", "sora", "hana", "mio", "ada", "rin")
NICKNAME = "若竹さん宅"
NOTE = "猫の名前はミケだと教えてくれた"
SECRETS = ("山﨑", "和子", NICKNAME, "浦安", "0470000001", "470-00-0001", "ミケ", "H2026-0001")
WELL = {200, 204, 302, 303, 405, 409, 422}
SIGN_IN = "/sign-in/"
ENDED = {"first_run"}  # nothing is there once an organisation lives in the house
WRITES = {"phone_done": May.CONTACT_RECORD}  # pages on which writing asks for more than reading
SIGNED = {"take_back"}  # about whatever a token of ours names; a made-up one names nothing
# Whose the thing is, where it is one person's own, or theirs and the office's.
PRIVATE = {"filter_drop": {"hana"}, "forget_device": {"sora"}, "one_leave": {"sora", "hana", "ada"}}
BADLY_ASKED = {400, *WELL}  # an address that takes its question from the body may refuse an empty one


@dataclass(frozen=True)
class Page:
    name: str
    path: str
    need: May
    about_ken: bool
    unplanted: bool  # about one thing that this test has not made
    of_engawa: bool  # another organisation finds nothing there


def patterns(found: list[Any], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in found:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, route)
        else:
            yield route, one


@pytest.fixture
def planted(world: World) -> World:
    """Ken's case with a note that only his own people may read."""
    told = Try(
        id=uuid4(), method=Method.VISIT, response=Response.VOICE, started_at=world.morning, note=NOTE,
    )  # fmt: skip
    with within(world.hana):
        Family.objects.update(nickname=NICKNAME)
    with within(world.yuki):
        record_contact(Case.objects.get(pk=world.ken.pk), told, by=world.yuki, at=world.morning)
    return world


def things(world: World) -> dict[str, Any]:
    """What stands behind the addresses that are about one thing, by the beginning of the address."""
    with as_job(world.engawa.pk):
        rest = Recess.objects.create(
            organisation=world.engawa, name="お盆", starts_on="2026-08-13", ends_on="2026-08-16"
        )
        letter = Notice.objects.create(
            organisation=world.engawa, to=world.yuki, key="x", template="morning", state="given_up", due_at=now(),
            claimed_at=now(),
        )  # fmt: skip
        leave = Leave.objects.create(
            organisation=world.engawa, user=world.sora, starts_on="2099-08-13", ends_on="2099-08-16"
        )
    with within(world.sora):
        device = PushDevice.objects.create(
            organisation=world.engawa, user=world.sora, endpoint="https://push.example/1", p256dh="x", auth="x",
            name="x", made_at=world.morning,
        )  # fmt: skip
    with within(world.hana):
        kept = SavedFilter.objects.create(organisation=world.engawa, owner=world.hana, name="x", query="view=due")
        books = LedgerBatch.objects.create(organisation=world.engawa, by=world.hana, at=world.morning, state="brought")
        LedgerFile.objects.create(
            organisation=world.engawa, batch=books, place=1, name="x.csv", to_mend=True, data=b"x"
        )
    return {
        "cases/": world.ken.pk, "today/": world.ken.pk, "desk/filters/": kept.pk, "desk/ledger/": books.pk,
        "week/": world.ken.pk, "account/notices/devices/": device.pk,
        "people/": world.sora.pk, "leave/": leave.pk,
        "settings/rests/": rest.pk, "notices/": letter.pk, "welcome/": world.sora.pk,
    }  # fmt: skip


def pages(world: World) -> Iterator[Page]:
    behind = things(world)
    token = default_token_generator.make_token(world.sora)
    for route, pattern in patterns(get_resolver().url_patterns):
        known = next((thing for start, thing in behind.items() if route.startswith(start)), None)
        told = {"pk": known or uuid4(), "token": token, "place": 1, "uidb36": "x", "key": "x", "secret": "x" * 43}
        words = {name: told.get(name, uuid4()) for name in pattern.pattern.converters}
        need: May = pattern.callback.needs  # type: ignore[union-attr]
        assert pattern.name, f"{route} has no name"
        yield Page(
            pattern.name, reverse(pattern.name, kwargs=words), need, about_ken="pk" in words and need in ABOUT_A_CASE,
            unplanted="pk" in words and known is None, of_engawa="pk" in words and need is not May.PUBLIC,
        )  # fmt: skip


def expected(page: Page, method: str, who: str, world: World) -> set[int]:
    if page.name in ENDED:
        return {404, 405}
    if page.need is May.PUBLIC:
        # A link for a first password ends with a sign-in, and those of next door cannot see whom it is for.
        return BADLY_ASKED | {404} if page.name in {"welcome", "calendar_feed"} else BADLY_ASKED
    if who == "nobody":
        return {302}
    role = Role(getattr(world, who).role)
    if not may(role, page.need, own=True):
        return {404}
    if method not in ("GET", "HEAD", "POST"):
        return {405}
    if page.unplanted or page.name in SIGNED:
        return {404, *BADLY_ASKED}
    return BADLY_ASKED if is_theirs(page, method, who, role) else {404, 405}


def is_theirs(page: Page, method: str, who: str, role: Role) -> bool:
    """May this reader do this to the one thing the page is about?"""
    need = WRITES.get(page.name, page.need) if method == "POST" else page.need
    near = not (page.of_engawa and who == "rin") and who in PRIVATE.get(page.name, {who})
    return near and (not page.about_ken or may(role, need, own=who == "yuki"))


def sees_ken(who: str) -> bool:
    return who in {"yuki", "hana", "mio"}


def ask(client: Client, page: Page, method: str) -> Any:
    """One request that leaves nothing behind."""
    with transaction.atomic():
        answer = client.generic(method, page.path)
        transaction.set_rollback(True)
    return answer


@pytest.mark.parametrize("who", READERS)
def test_every_address_answers_every_method_as_the_table_says(planted, sign_in, who):
    world = planted
    all_pages = list(pages(world))
    assert len(all_pages) >= 50
    wrong, told = [], []
    for page in all_pages:
        client = Client() if who == "nobody" else sign_in(getattr(world, who))
        cookies = {name: cookie.value for name, cookie in client.cookies.items()}
        for method in METHODS:
            client.cookies = SimpleCookie(cookies)  # type: ignore[arg-type]
            answer = ask(client, page, method)
            text = answer.content.decode(errors="replace")
            if answer.status_code not in expected(page, method, who, world):
                wrong.append((method, page.path, answer.status_code))
            if who == "nobody" and page.need is not May.PUBLIC and not answer["Location"].startswith(SIGN_IN):
                wrong.append((method, page.path, answer["Location"]))
            if not sees_ken(who) and any(secret in text for secret in SECRETS):
                told.append((method, page.path))
            if method == "HEAD":
                assert answer.content == b""
    assert wrong == []
    assert told == []


def test_every_address_about_one_thing_is_walked_with_a_thing_behind_it(planted):
    unplanted = [page.path for page in pages(planted) if page.unplanted]
    assert unplanted == [], "make it in `things`, so that another organisation's 404 is proven"


def test_every_page_of_a_case_leaves_a_reading(planted, sign_in):
    hana, silent = sign_in(planted.hana), []
    for page in pages(planted):
        looked = len(planted.readings())
        if page.about_ken and hana.get(page.path).status_code == 200 and len(planted.readings()) == looked:
            silent.append(page.path)
    assert silent == []


def test_the_secrets_are_really_there_for_those_who_may(planted, sign_in):
    page = sign_in(planted.yuki).get(reverse("case", args=[planted.ken.pk])).content.decode()
    assert NOTE in page
    assert NICKNAME in page


@pytest.mark.parametrize("who", READERS)
def test_every_answer_has_its_headers_and_no_page_is_kept(planted, sign_in, who):
    client = Client() if who == "nobody" else sign_in(getattr(planted, who))
    for page in pages(planted):
        headers = ask(client, page, "GET").headers
        assert headers["Cache-Control"].startswith(("no-store", "max-age=0")), page.path
        assert "default-src 'none'" in headers["Content-Security-Policy"], page.path
        assert "unsafe" not in headers["Content-Security-Policy"], page.path
        assert headers["X-Content-Type-Options"] == "nosniff", page.path
        assert headers["X-Frame-Options"] == "DENY", page.path
        assert headers["Referrer-Policy"] == "same-origin", page.path
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", page.path
        assert "geolocation=()" in headers["Permissions-Policy"], page.path
