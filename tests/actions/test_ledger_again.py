"""Reading books again: the same changes nothing, a change changes only what the last reading wrote."""

from datetime import date, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from accounts.walls import within
from cases.actions.contacting import Try, record_contact
from cases.actions.editing import change_person
from cases.actions.ledger.bringing import preview
from cases.actions.ledger.mending import sheets_to_mend, to_mend
from cases.models import Case, LedgerRow
from cases.queries.ledger.reading import Upload
from cases.rules.ledger.columns import Kind
from cases.rules.ledger.pairing import Outcome
from cases.rules.methods import Method
from cases.rules.responses import Response
from tests.ledgers import (
    AI,
    KEN,
    LETTER,
    NOW,
    REFUSED,
    TRIES,
    VOICE,
    case,
    contacts,
    counts,
    house,
    intake,
    progress,
    read,
    real,
    received,
)  # fmt: skip

LATER = NOW + timedelta(days=3)
BOOKS = (intake(KEN, AI), progress(VOICE, LETTER, REFUSED))


def test_the_excel_book_says_the_same_as_the_two_files_before(world):
    read(world, *real("uketsuke.csv", "keika.csv"), workers={"大栗": world.yuki})
    assert counts(world, *real("ledger.xlsx"), at=LATER) == {
        (Kind.INTAKE, Outcome.SAME): 60, (Kind.PROGRESS, Outcome.SAME): 452,
    }  # fmt: skip


def test_reading_the_same_books_twice_changes_nothing(world):
    read(world, *BOOKS, workers={"大栗": world.yuki})
    before = house(world)
    with within(world.hana):
        rows = LedgerRow.objects.count()
    batch = read(world, *BOOKS, workers={"大栗": world.yuki, "西田": world.sora}, at=LATER)
    assert batch.counts["intake"] == {"new": 0, "same": 2, "changed": 0, "clashed": 0, "bad": 0}
    assert house(world) == before
    with within(world.hana):
        assert LedgerRow.objects.count() == rows


def test_a_changed_line_changes_only_what_changed(world):
    read(world, *BOOKS, workers={"大栗": world.yuki})
    read(world, intake(KEN.replace("03-0000-1653", "03-0000-9999").replace("犬あり", "犬はもういない"), AI), at=LATER)
    family = case(world, "A-1").person.family
    assert (family.phone, family.approach) == ("+81300009999", "犬はもういない")
    assert family.relatives.all()[0].phone == "+81300009999"
    assert counts(world, intake(KEN, AI), at=LATER)[Kind.INTAKE, Outcome.CHANGED] == 1


def test_the_next_day_of_the_book_moves_the_plan(world):
    read(world, *BOOKS, workers={"大栗": world.yuki})
    read(world, intake(KEN.replace("R8.12.10", "R8.12.17"), AI), workers={"大栗": world.yuki}, at=LATER)
    assert case(world, "A-1").next_due.astimezone(ZoneInfo("Asia/Tokyo")).date() == date(2026, 12, 17)


def test_what_somebody_changed_here_since_stays_and_is_shown_with_both_values(world):
    read(world, *BOOKS)
    with within(world.hana):
        ken = Case.objects.select_related("person__family").get(code="A-1")
        change_person(ken, {"birth_told": "1996年6月"}, version=ken.person.version, by=world.hana, at=NOW)
    book = intake(KEN.replace("1997年頃", "1998年頃").replace("犬あり", "猫あり"), AI)
    batch = received(world, book, at=LATER)
    with within(world.hana):
        (item,) = preview(batch, at=LATER).of(Kind.INTAKE, Outcome.CLASHED)
        assert [(one.name, one.ours, one.theirs) for one in item.differences if one.clashes] == [
            ("person.birth_year", 1996, 1998),
            ("person.birth_told", "1996年6月", "1998年頃"),
        ]
    read(world, book, at=LATER)
    ken = case(world, "A-1")
    assert (ken.person.birth_told, ken.person.family.approach) == ("1996年6月", "猫あり")
    assert counts(world, book, at=LATER)[Kind.INTAKE, Outcome.CLASHED] == 1


def test_once_somebody_works_on_a_case_its_stage_is_no_book_s_to_move(world):
    read(world, *BOOKS, workers={"大栗": world.yuki})
    read(world, intake(KEN.replace("ドア越し", "対面"), AI.replace("手紙", "電話")), at=LATER)
    assert (case(world, "A-1").stage, case(world, "A-2").stage) == ("door", "phone")


def test_a_changed_try_becomes_a_correction_that_points_to_the_old(world):
    read(world, *BOOKS, workers={"大栗": world.yuki})
    read(world, progress(VOICE, LETTER.replace("応答なし", "返事あり")), workers={"大栗": world.yuki}, at=LATER)
    old, new = sorted(contacts(world, "A-1")[1:], key=lambda one: one.response)
    assert (old.response, new.response, new.corrects) == ("no_sign", "sound_or_note", old)
    assert case(world, "A-1").last_response == "sound_or_note"
    assert counts(world, *BOOKS, at=LATER)[Kind.PROGRESS, Outcome.CHANGED] == 1


def test_a_try_somebody_corrected_here_is_not_corrected_by_the_book(world):
    read(world, *BOOKS, workers={"大栗": world.yuki})
    voice = contacts(world, "A-1")[0]
    told = Try(
        id=uuid4(), method=Method.VISIT, response=Response.PRESENCE, started_at=voice.started_at, corrects=voice.pk
    )
    with within(world.yuki):
        record_contact(Case.objects.get(code="A-1"), told, by=world.yuki, at=NOW)
    book = progress(VOICE.replace("扉ごしに声", "扉が開いた"))
    assert counts(world, book, at=LATER) == {(Kind.PROGRESS, Outcome.CLASHED): 1}
    read(world, book, at=LATER)
    assert sorted(one.response for one in contacts(world, "A-1")) == ["no_sign", "presence", "voice"]


def test_new_lines_of_a_known_case_join_its_history_and_leave_an_accepted_plan(world):
    read(world, *BOOKS, workers={"大栗": world.yuki})
    before = case(world, "A-1").next_due
    read(world, progress("A-1,2026-11-20,,電話,母,母が出た,,大栗,\n"), workers={"大栗": world.yuki}, at=LATER)
    ken = case(world, "A-1")
    assert (len(contacts(world, "A-1")), ken.next_due, ken.next_accepted) == (3, before, True)
    assert ken.family_last_at is not None


def test_a_refusal_that_comes_later_closes_the_method_and_takes_the_plan(world):
    read(world, *BOOKS, workers={"大栗": world.yuki})
    read(world, progress("A-1,2026-11-20,,訪問,本人,断られた,,大栗,\n"), at=LATER)
    ken = case(world, "A-1")
    assert ken.closed_methods == ["visit"]
    assert (ken.next_method != "visit", ken.next_accepted) == (True, False)


def test_two_tries_alike_on_one_day_are_two_and_stay_two(world):
    read(world, intake(KEN), progress(LETTER, LETTER))
    assert len(contacts(world, "A-1")) == 2
    assert counts(world, progress(LETTER, LETTER)) == {(Kind.PROGRESS, Outcome.SAME): 2}
    assert counts(world, progress(LETTER), progress(LETTER)) == {(Kind.PROGRESS, Outcome.SAME): 2}


def test_bad_rows_come_back_as_a_file_and_mended_they_come_in(world):
    bad = VOICE.replace("R8.10.3", "R8.2.30")
    batch = received(world, intake(KEN, AI), progress(bad, LETTER, REFUSED))
    with within(world.hana):
        compared = preview(batch, at=NOW)
        (sheet,) = sheets_to_mend(compared)
        file = to_mend(compared, sheet).decode("utf-8-sig")
    assert "R8.2.30" in file
    assert "直すところ" in file
    assert LETTER.split(",")[1] not in file
    read(world, intake(KEN, AI), progress(bad, LETTER, REFUSED))
    read(world, Upload(name="naoshi.csv", data=file.replace("R8.2.30", "R8.2.28", 1).encode()), at=LATER)
    assert [str(one.started_at.date()) for one in contacts(world, "A-1")] == ["2026-02-28", "2026-10-10"]


ORDERS = [
    (intake(AI, KEN), progress(REFUSED, LETTER, VOICE)),
    (progress(LETTER, REFUSED, VOICE), intake(KEN, AI)),
    (progress(VOICE), intake(KEN), progress(LETTER, REFUSED), intake(AI)),
    (intake(KEN, AI), progress(VOICE, LETTER), progress(LETTER, REFUSED)),
]


@pytest.mark.parametrize("books", ORDERS, ids=["rows turned", "files turned", "in pieces", "overlapping"])
def test_books_in_any_order_give_the_same_house(world, books):
    """Read in any order next door, they say what they say here."""
    read(world, *BOOKS, workers={"大栗": world.hana, "西田": world.hana})
    read(world, *books, workers={"大栗": world.rin, "西田": world.rin}, by=world.rin)
    people = ("coordinator_id", "lead_id", "worker_id", "author_id", "heard_by_id", "corrects_id", "key")
    assert house(world, without=people) == house(world, without=people, by=world.rin)
    assert counts(world, *books) == counts(world, *books, by=world.rin)


def test_a_progress_book_alone_waits_for_its_intake_book(world):
    assert counts(world, progress(VOICE, head=TRIES)) == {(Kind.PROGRESS, Outcome.BAD): 1}
