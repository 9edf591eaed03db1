from datetime import date

import pytest

from cases.rules.ledger.told_next import ToldNext, told_next

TODAY = date(2026, 11, 25)
KEPT = "担当：大栗\n次回予定：R8.12.10\n血液型：AB型"


def test_the_day_is_found_among_the_words_of_the_ledger():
    assert told_next(KEPT) == ToldNext("次回予定：R8.12.10", date(2026, 12, 10))


@pytest.mark.parametrize("note", ["", "担当：大栗", "次回予定：", "犬あり\n次回予定 R8.12.10"])
def test_where_it_names_none_nothing_is_found(note):
    assert told_next(note) is None


def test_words_that_are_no_day_are_kept_as_told():
    assert told_next("次回予定：来月あたり") == ToldNext("次回予定：来月あたり", None)


def test_a_column_named_by_hand_is_the_one_that_is_asked():
    kept = "つぎ：2026-12-03\n次回予定：2026-12-10"
    assert told_next(kept, ["つぎ"]) == ToldNext("つぎ：2026-12-03", date(2026, 12, 3))


@pytest.mark.parametrize(
    ("on", "kept"), [(TODAY, TODAY), (date(2026, 11, 24), None), (date(2027, 11, 27), None), (None, None)]
)
def test_only_a_day_from_today_on_and_within_a_year_can_be_kept(on, kept):
    assert ToldNext("次回予定：…", on).still_to_come(TODAY) == kept
