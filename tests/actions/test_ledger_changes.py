"""Changed lines of a book are written in sets, each with its versions, its events and what it is found by."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.walls import within
from cases.actions.ledger.bringing import bring
from cases.actions.ledger.undoing import undo
from cases.models import Case, Event
from cases.queries.find import find
from tests.ledgers import AI, KEN, NOW, case, intake, read, received


def lines(count, *, note="犬あり", phone="03-0000-1653", name="髙橋 健", kana="タカハシ ケン"):
    changed = KEN.replace("犬あり", note).replace("03-0000-1653", phone).replace("髙橋 健", name)
    return [changed.replace("タカハシ ケン", kana).replace("A-1,", f"A-{number},") for number in range(1, count + 1)]


def versions(world, code):
    found = case(world, code)
    return found.version, found.person.version, found.person.family.version


def test_each_changed_row_counts_its_versions_and_is_found_by_what_it_says_now(world):
    read(world, intake(*lines(2)))
    before = versions(world, "A-1")
    read(world, intake(*lines(1, phone="03-0000-7777", name="富士 健", kana="フジ ケン"), *lines(2)[1:]))
    assert versions(world, "A-1") == (before[0], before[1] + 1, before[2] + 1)
    assert versions(world, "A-2") == before
    changed = case(world, "A-1").person
    assert (changed.family_name, changed.sort_key) == ("富士", "フシ!01 ケン")
    with within(world.hana):
        assert [hit.case.code for hit in find(world.hana, "フジ").found] == ["A-1"]
        assert [hit.case.code for hit in find(world.hana, "03-0000-7777").found] == ["A-1"]
        assert [hit.case.code for hit in find(world.hana, "03-0000-1653").found] == ["A-2"]
        told = Event.objects.filter(what="ledger.changed").values_list("case__code", "facts__fields")
        assert list(told) == [
            ("A-1", ["caller.phone", "caller.phone_told", "family.phone", "family.phone_told",
                     "person.family_kana", "person.family_name"]),
        ]  # fmt: skip


def test_rows_that_change_in_different_fields_keep_each_other_s_values(world):
    read(world, intake(*lines(2), AI.replace("A-2", "A-3")))
    one, two = lines(1, note="猫あり")[0], lines(2, phone="03-0000-7777")[1]
    read(world, intake(one, two, AI.replace("A-2", "A-3").replace("38歳", "40歳")))
    families = [case(world, code).person.family for code in ("A-1", "A-2")]
    assert [(one.approach, one.phone) for one in families] == [("猫あり", "+81300001653"), ("犬あり", "+81300007777")]
    assert case(world, "A-3").person.birth_told == "40歳"


def test_many_changed_rows_take_no_more_statements_than_a_few(world):
    def bringing(count, **changes):
        batch = received(world, intake(*lines(count, **changes)))
        with within(world.hana), CaptureQueriesContext(connection) as said:
            bring(batch, shown=None, by=world.hana, at=NOW)
        with within(world.hana), CaptureQueriesContext(connection) as said_back:
            undo(batch, by=world.hana, at=NOW)
        return len(said), len(said_back)

    read(world, intake(*lines(20)))
    few = bringing(3, note="猫あり", phone="03-0000-7777", name="富士 健")
    assert bringing(20, note="鳥あり", phone="03-0000-8888", name="不二 健") == few
    with within(world.hana):
        assert set(Case.objects.filter(code__startswith="A-").values_list("person__family_name", flat=True)) == {"髙橋"}
