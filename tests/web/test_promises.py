"""Nothing personal leaves in the open, and every deed and every look leaves its line."""

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts.walls import as_job, within
from cases.models import Contact, Event, Person, Reading
from cases.rules.responses import Response
from outreach.logs import facts
from tests.world import PASSWORD, World, sweep_all

NAMES = ("山﨑", "健", "和子", "やまさき", "ヤマサキ", "花水木", "浦安", "2790004", "470000001", "ミケ", "ひきこもり")
SAID = "「はい」と声。\n\n猫はミケ。"


class Kept(logging.Handler):
    """Every line as it would stand on the server's output."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(facts())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def log() -> Iterator[Kept]:
    kept, root = Kept(), logging.getLogger()
    before = root.level
    root.addHandler(kept)
    root.setLevel(logging.INFO)
    yield kept
    root.removeHandler(kept)
    root.setLevel(before)


@pytest.fixture
def mails(tmp_path: Path, settings) -> Path:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


def opened(path: Path) -> tuple[str, str]:
    """Subject and text of a letter, as its reader sees them."""
    mail = message_from_bytes(path.read_bytes().split(b"-" * 79)[0], policy=policy.default)
    return str(mail["Subject"]), str(mail.get_content())


def live_a_day(world: World, sign_in) -> list[str]:
    """A day at the desk, the clock's part, and some mistakes; every address that came back."""
    hana, yuki, ada = sign_in(world.hana), sign_in(world.yuki), sign_in(world.ada)
    case = [world.ken.pk]
    contact = {
        "id": str(uuid4()), "method": "visit", "with_whom": "person", "response": "voice", "minutes": "20",
        "on": "2026-04-01", "time": "10:00", "note": SAID, "concern": "food",
    }  # fmt: skip
    answers = [
        yuki.post(reverse("case_contact", args=case), contact),
        yuki.post(reverse("case_contact", args=case), contact | {"note": "山﨑"}),
        yuki.post(reverse("case_note", args=case), {"text": "母 和子さんと電話。"}),
        hana.post(reverse("case_move", args=case), {"was": "door", "to": "face", "why": "健さんが出てきた"}),
        hana.post(reverse("case_close", args=case), {"reason": "nonsense", "note": "山﨑"}),
        hana.post(reverse("find"), {"q": "山﨑"}),
        hana.get(f"/cases/{uuid4()}/"),
        yuki.get("/people/"),
        ada.post("/people/", {"name": "山﨑", "email": "not an address", "role": "worker", "language": "ja"}),
        hana.post("/desk/intake/", {"nickname": "花水木さん宅", "caller_name": "山﨑 和子"}),
    ]
    assert answers[0].status_code == answers[2].status_code == 302, "both are saved"
    noon = now().astimezone(world.engawa.zone).replace(hour=12)  # no list goes out before the morning
    for days in (0, 8, 30):
        sweep_all(noon + timedelta(days=days))
    return [answer.headers.get("Location", "") for answer in answers]


def test_no_name_stands_in_a_log_a_mail_or_an_address(world, sign_in, log, mails, time_machine):
    time_machine.move_to(world.morning + timedelta(hours=2))
    addresses = live_a_day(world, sign_in)
    logging.getLogger("cases").warning("a line of the log")
    try:
        raise ValueError("something broke")
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", reverse("case", args=[world.ken.pk]))
    assert len(log.lines) >= 2
    letters = [word for path in mails.iterdir() for word in opened(path)]
    assert letters, "the morning list is among them"
    for text in [*addresses, *log.lines, *letters]:
        assert [name for name in NAMES if name in text or name in text.encode().decode("unicode_escape")] == []


def test_a_row_the_database_refuses_stays_out_of_the_log(world, log):
    with within(world.hana):
        try:
            with transaction.atomic():
                Person.objects.filter(pk=world.ken.person_id).update(sex="nonsense", talk_about=SAID)
        except IntegrityError:
            logging.getLogger("django.request").exception("Internal Server Error")
    line = json.loads(log.lines[-1])
    assert "person_sex_known" in line["exception"], "what broke is told"
    assert "DETAIL" not in line["exception"]
    assert [name for name in NAMES if name in line["exception"]] == []


def test_the_worker_logs_as_the_web_does():
    asked = (
        "import logging; from outreach.celery import app; app.log.setup_logging_subsystem();"
        "print([type(one.formatter).__name__ for one in logging.getLogger().handlers])"
    )
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "['ProcessorFormatter']"


def test_a_line_of_the_log_is_facts_and_says_what_broke(log):
    try:
        raise ValueError("something broke")
    except ValueError:
        logging.getLogger("cases").exception("failed")
    line = json.loads(log.lines[-1])
    assert (line["level"], line["event"]) == ("error", "failed")
    assert "ValueError" in line["exception"]


def test_a_letter_for_a_new_password_names_nobody_and_speaks_the_readers_language(world, mails):
    for who, words in ((world.hana, "パスワード"), (world.yuki, "password")):
        with as_job(world.engawa.pk):
            type(who).objects.filter(pk=who.pk).update(language="en" if who is world.yuki else "ja")
        Client().post(reverse("account_reset_password"), {"email": who.email})
        subject, text = opened(max(mails.iterdir(), key=lambda path: path.stat().st_mtime_ns))
        assert words in text
        assert "/password/reset/key/" in text
        assert not any(name in subject + text for name in (who.name, "Engawa"))


def lines_of(world: World, model) -> int:
    with within(world.hana):
        return int(model.objects.count())


@pytest.mark.parametrize(
    ("who", "name", "told"),
    [
        ("yuki", "case_note", {"text": "母と電話。"}),
        ("hana", "case_move", {"was": "door", "to": "face", "why": "扉が開いた"}),
        ("hana", "case_pause", {"scope": "person", "reason": "本人の希望"}),
        ("hana", "case_close", {"reason": "moved_away", "note": ""}),
        ("yuki", "case_consent", {"scope": "visit", "answer": "refused", "way": "spoken", "how": "扉ごしに"}),
    ],
)
def test_every_deed_leaves_an_event_and_its_page_a_reading(world, sign_in, who, name, told):
    client, page = sign_in(getattr(world, who)), reverse(name, args=[world.ken.pk])
    looked, done = lines_of(world, Reading), lines_of(world, Event)
    assert client.get(page).status_code == 200
    assert lines_of(world, Reading) == looked + 1
    assert client.post(page, told).status_code == 302
    assert lines_of(world, Event) > done


def test_what_the_person_said_is_for_staff_only_until_someone_says_otherwise(world):
    world.record(Response.VOICE)
    with within(world.hana):
        assert list(Contact.objects.values_list("readers", flat=True)) == ["staff_only"]
    assert Contact._meta.get_field("readers").default == "staff_only"


def test_no_address_carries_anything_but_keys(world):
    for name in ("case", "brief", "case_print"):
        assert str(world.ken.pk) in reverse(name, args=[world.ken.pk])
    assert PASSWORD not in reverse("account_login")
