"""Bringing books in: what a line becomes."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from accounts.walls import as_job, within
from cases.actions.doing import Changed
from cases.actions.ledger.bringing import bring, preview
from cases.actions.ledger.receiving import choose, discard
from cases.actions.sweeping import sweep
from cases.models import Assignment, Case, Contact, Event, LedgerBatch, LedgerFile, Visit
from cases.queries.find import find
from cases.rules.ledger.columns import Kind
from cases.rules.ledger.pairing import Outcome
from cases.rules.methods import Method
from tests.ledgers import (
    AI,
    CASES,
    KEN,
    LETTER,
    NOW,
    REFUSED,
    TRIES,
    VOICE,
    case,
    contacts,
    counts,
    intake,
    progress,
    read,
    real,
    received,
)  # fmt: skip

TOKYO = ZoneInfo("Asia/Tokyo")
BOOKS = (intake(KEN, AI), progress(VOICE, LETTER, REFUSED))


def test_the_real_books_come_in_whole(world):
    batch = read(world, *real("uketsuke.csv", "keika.csv"), workers={"大栗": world.yuki})
    assert (batch.counts["intake"]["new"], batch.counts["progress"]["new"], batch.counts["opened"]) == (60, 452, 14)
    with within(world.hana):
        assert (Case.objects.count(), Contact.objects.count()) == (61, 452)


def test_a_preview_writes_nothing_into_the_work(world):
    batch = received(world, *BOOKS)
    with within(world.hana):
        before = Event.objects.count()
        assert preview(batch, at=NOW).counts[Kind.INTAKE, Outcome.NEW] == 2
        assert (Case.objects.count(), Contact.objects.count(), Event.objects.count()) == (1, 0, before)


def test_a_day_of_the_old_book_on_which_nobody_works_says_so_at_once(world):
    with as_job(world.engawa.pk):
        User.objects.filter(pk=world.yuki.pk).update(weekdays=0b0000111)  # the day in the book is a Thursday
    read(world, *BOOKS, workers={"大栗": world.yuki})
    ken = case(world, "A-1")
    assert (ken.next_accepted, ken.next_facts.get("clash")) == (True, "day_off")


def test_a_line_becomes_a_family_a_caller_a_person_and_a_case(world):
    read(world, *BOOKS, workers={"大栗": world.yuki})
    ken = case(world, "A-1")
    person, family = ken.person, ken.person.family
    assert (family.nickname, family.prefecture, family.municipality, family.address) == (
        "A-1 のご家族", "東京都", "江戸川区", "西葛西1-2-3",
    )  # fmt: skip
    assert (family.phone, family.phone_told, family.approach) == ("+81300001653", "03-0000-1653", "犬あり")
    assert (person.full_name, person.full_kana) == ("髙橋 健", "タカハシ ケン")
    assert (person.birth_on, person.birth_year, person.birth_told) == (None, 1997, "1997年頃")
    assert [(one.name, one.relationship) for one in family.relatives.all()] == [("髙橋 和子", "mother")]
    assert ken.inquired_at.astimezone(TOKYO).date() == date(2026, 4, 1)


def test_a_case_with_a_worker_is_open_and_its_next_day_stands(world):
    read(world, *BOOKS, workers={"大栗": world.yuki})
    ken = case(world, "A-1")
    assert (ken.standing, ken.stage, ken.lead, ken.coordinator) == ("open", "door", world.yuki, world.hana)
    assert (ken.next_due.astimezone(TOKYO).date(), ken.next_reason, ken.next_accepted) == (
        date(2026, 12, 10), "promised", True,
    )  # fmt: skip
    with within(world.yuki):
        assert Assignment.objects.filter(case=ken, ended_at=None).count() == 1
        assert Visit.objects.get(case=ken).state == "planned"


def test_a_case_without_a_worker_is_an_inquiry_that_keeps_its_stage_and_its_words(world):
    read(world, *BOOKS)
    ken = case(world, "A-1")
    assert (ken.standing, ken.stage, ken.next_due) == ("inquiry", "door", None)
    assert ken.ledger_note.splitlines() == ["担当：大栗", "次回予定：R8.12.10"]


def test_a_try_keeps_its_words_where_they_say_more_than_its_code(world):
    read(world, *BOOKS, workers={"大栗": world.yuki})
    voice, letter = contacts(world, "A-1")
    assert (voice.method, voice.response, voice.minutes, voice.worker) == ("visit", "voice", 30, world.yuki)
    assert (voice.started_at, voice.time_told, voice.note) == (
        datetime(2026, 10, 3, 14, 30, tzinfo=TOKYO), True, "猫の話",
    )  # fmt: skip
    assert (letter.started_at, letter.time_told) == (datetime(2026, 10, 10, 12, 0, tzinfo=TOKYO), False)
    (refused,) = contacts(world, "A-2")
    assert refused.note.splitlines() == ["時刻：夕方", "様子：断られた「帰れ」"]
    assert (refused.worker, refused.recorder_told) == (None, "西田")


def test_the_history_is_folded_into_the_rhythm(world):
    read(world, *BOOKS, workers={"大栗": world.yuki})
    ken = case(world, "A-1")
    assert (ken.last_method, ken.last_response, ken.silent_streak) == ("letter", "no_sign", 1)


def test_a_refusal_in_the_old_book_closes_its_method_whatever_was_tried_later(world):
    later = "A-2,2026-11-01,10:00,訪問,本人,扉が開いた,30,西田,\n"
    batch = read(world, intake(KEN, AI), progress(REFUSED, later), workers={"西田": world.sora})
    ai = case(world, "A-2")
    assert (ai.closed_methods, batch.counts["closed_methods"]) == (["visit"], 1)
    assert ai.next_method != Method.VISIT
    (said,) = ai.person.consents.all()
    assert (said.answer, said.at.astimezone(TOKYO).date()) == ("refused", date(2026, 10, 12))


def test_columns_nobody_matched_are_kept_beside_the_case(world):
    head, row = CASES.strip() + ",血液型\n", AI.strip() + ",AB型\n"
    read(world, intake(row, head=head))
    assert "血液型：AB型" in case(world, "A-2").ledger_note
    changed = intake(AI.strip() + ",O型\n", head=head)
    assert counts(world, changed) == {(Kind.INTAKE, Outcome.CHANGED): 1}


def test_what_was_brought_is_found_by_the_search(world):
    read(world, *BOOKS)
    with within(world.hana):
        assert [one.case.code for one in find(world.hana, "たかはし").found] == ["A-1"]


def test_every_case_leaves_its_events_and_the_reading_its_own(world):
    batch = read(world, *BOOKS, workers={"大栗": world.yuki})
    with within(world.hana):
        of_ken = Event.objects.filter(case__code="A-1").order_by("at")
        assert [(one.what, one.by) for one in of_ken] == [
            (what, world.hana) for what in ("case.inquired", "case.opened", "ledger.brought")
        ]
        whole = Event.objects.get(what="ledger.read")
        assert (whole.facts["batch"], whole.facts["intake"]["new"], whole.at) == (str(batch.pk), 2, NOW)


def test_the_call_stands_in_the_history_on_the_day_the_book_names(world):
    read(world, *BOOKS)
    with within(world.hana):
        asked = Event.objects.select_related("case").get(case__code="A-1", what="case.inquired")
    assert asked.at == asked.case.inquired_at < NOW
    assert asked.facts["written_at"] == NOW.astimezone(world.engawa.zone).isoformat()


def test_a_number_of_a_case_that_did_not_come_from_the_ledger_is_refused(world):
    taken = KEN.replace("A-1", world.ken.code)
    batch = received(world, intake(taken, AI))
    with within(world.hana):
        (bad,) = preview(batch, at=NOW).of(Kind.INTAKE, Outcome.BAD)
        assert [problem.code for problem in bad.row.problems if problem.blocks] == ["number_taken"]


def test_tries_of_a_case_that_stays_out_wait_for_it(world):
    batch = received(world, intake(KEN.replace("髙橋 健", "")), progress(VOICE, REFUSED))
    with within(world.hana):
        bad = preview(batch, at=NOW).of(Kind.PROGRESS, Outcome.BAD)
        assert sorted(one.row.problems[-1].code for one in bad) == ["case_stays_out", "unknown_case"]


def test_a_cell_that_is_too_long_and_a_try_ahead_of_now_stay_out(world):
    ahead = VOICE.replace("R8.10.3", "2026-11-25").replace("14時30分", "18:00")
    batch = received(world, intake(KEN, AI.replace("38歳", "三" * 41)), progress(ahead))
    with within(world.hana):
        compared = preview(batch, at=NOW)
        bad = [*compared.of(Kind.INTAKE, Outcome.BAD), *compared.of(Kind.PROGRESS, Outcome.BAD)]
        assert [(one.row.problems[-1].code, one.row.problems[-1].facts["column"]) for one in bad] == [
            ("too_long", "生年月日"), ("try_in_future", "時刻"),
        ]  # fmt: skip


def test_the_same_case_in_two_sheets_must_say_the_same(world):
    other = KEN.replace("1997年頃", "1990年頃")
    assert counts(world, intake(KEN), intake(KEN, AI)) == {
        (Kind.INTAKE, Outcome.NEW): 2, (Kind.INTAKE, Outcome.SAME): 1,
    }  # fmt: skip
    assert counts(world, intake(KEN), intake(other))[Kind.INTAKE, Outcome.BAD] == 1


def test_bringing_in_twice_brings_once(world):
    batch = received(world, *BOOKS)
    with within(world.hana):
        for _ in range(2):
            assert bring(batch, shown=None, by=world.hana, at=NOW).state == "brought"
        assert (Case.objects.count(), Event.objects.filter(what="ledger.read").count()) == (3, 1)


def test_what_would_no_longer_do_what_was_shown_is_refused(world):
    batch = received(world, intake(KEN))
    with within(world.hana):
        shown = preview(batch, at=NOW).fingerprint
    read(world, intake(KEN.replace("犬あり", "猫あり")))
    with within(world.hana), pytest.raises(Changed):
        bring(batch, shown=shown, by=world.hana, at=NOW)
    with within(world.hana):
        assert LedgerBatch.objects.get(pk=batch.pk).state == "previewed"


def test_the_books_are_forgotten_once_they_are_in_or_put_away(world):
    read(world, *BOOKS)
    away = received(world, *BOOKS)
    with within(world.hana):
        assert LedgerFile.objects.exclude(batch=away).count() == 0
        discard(away, by=world.hana)
        assert LedgerFile.objects.count() == 0
        with pytest.raises(Changed):
            bring(away, shown=None, by=world.hana, at=NOW)


def test_books_nobody_brings_in_are_forgotten_after_a_week(world):
    now = datetime.now(TOKYO)
    old, fresh = (received(world, *BOOKS, at=now - timedelta(days=days)) for days in (8, 6))
    sweep("tidy", at=now + timedelta(days=30))
    with within(world.hana):
        states = {one.pk: one.state for one in LedgerBatch.objects.all()}
        assert (states[old.pk], states[fresh.pk]) == ("discarded", "previewed")
        assert set(LedgerFile.objects.values_list("batch", flat=True)) == {fresh.pk}


@pytest.mark.parametrize("who", ["yuki", "mio", "ada"])
def test_only_a_coordinator_brings_books(world, who):
    user = getattr(world, who)
    batch = received(world, *BOOKS)
    for deed in (lambda: bring(batch, shown=None, by=user, at=NOW), lambda: choose(batch, workers={}, by=user)):
        with within(world.hana), pytest.raises(PermissionDenied):
            deed()


def test_next_door_sees_nothing_of_it(world):
    read(world, *BOOKS)
    received(world, *BOOKS)
    with within(world.rin):
        assert [model.objects.count() for model in (LedgerBatch, LedgerFile, Case, Contact)] == [0, 0, 0, 0]
    read(world, *BOOKS, by=world.rin)
    with within(world.rin):
        assert set(Case.objects.values_list("code", flat=True)) == {"A-1", "A-2"}


def test_long_books_come_in_with_a_few_statements_a_hundred_cases(world, django_assert_max_num_queries):
    rows = [KEN.replace("A-1", f"B-{number}") for number in range(120)]
    tries = [line.replace("A-1", f"B-{number}") for number in range(120) for line in (VOICE, LETTER)]
    batch = received(world, intake(*rows), progress(*tries), workers={"大栗": world.yuki})
    with within(world.hana), django_assert_max_num_queries(60):
        bring(batch, shown=None, by=world.hana, at=NOW)


def test_a_header_alone_brings_nothing(world):
    assert counts(world, intake(), progress(head=TRIES)) == {}


@pytest.mark.parametrize(
    ("line", "whom"),
    [
        ("家族面談,本人,記録なし", "relative"),
        ("家族面談,,", "relative"),
        ("ケース会議,,", "agency"),
        ("訪問,,母が出た", "relative"),
        ("訪問,本人,扉ごしに声", "person"),
        ("訪問,父,応答なし", "relative"),
        ("訪問,,応答なし", "unknown"),
        ("電話,親戚の知人,", "unknown"),
    ],
)
def test_with_whom_a_contact_was_is_what_the_book_or_the_way_tells(world, line, whom):
    way, target, response = line.split(",")
    read(world, intake(KEN), progress(f"A-1,R8.10.3,14時30分,{way},{target},{response},30,大栗,\n"))
    assert contacts(world, "A-1")[0].with_whom == whom
