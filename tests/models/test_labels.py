from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from accounts.roles import Role
from cases.models.events import long_day, plain_day
from cases.models.labels import (
    LABELS,
    RESPONSE_BY_METHOD,
    choices,
    in_a_row,
    label,
    response_choices,
    response_label,
    side_by_side,
)
from cases.models.labels_phone import phrases_for
from cases.models.labels_reasons import REASONS, day_named, reason_sentence
from cases.models.labels_rhythm import budget_words
from cases.rules import due, facts, ladder, methods, responses
from cases.rules.methods import Method
from cases.rules.responses import Response, chips_for
from cases.rules.rhythm.budget import Budget
from cases.rules.rhythm.table import Reason

MODULES = (due, facts, ladder, methods, responses)
ENUMS = [
    found
    for module in MODULES
    for found in vars(module).values()
    if isinstance(found, type) and found.__module__ == module.__name__ and hasattr(found, "__members__")
]


@pytest.mark.parametrize("enum", [Role, *ENUMS], ids=lambda enum: enum.__name__)
def test_every_code_has_its_word(enum):
    assert list(LABELS[enum]) == list(enum)
    assert all(str(label(member)) for member in enum)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_two_answers_of_one_list_read_the_same(language):
    with override(language):
        look_for_doubles()


def look_for_doubles():
    for enum in LABELS:
        words = [str(word) for _, word in choices(enum)]
        assert len(set(words)) == len(words), enum
    for method in Method:
        words = [str(word) for _, word in response_choices(method)]
        assert len(set(words)) == len(words), method


def test_a_letter_is_delivered_where_a_door_gives_no_sign():
    with override("ja"):
        assert str(response_label(Response.NO_SIGN, Method.LETTER)) == "届けた"
        assert str(response_label(Response.NO_SIGN, Method.VISIT)) == "応答なし"


def test_the_chip_for_a_letter_says_that_the_person_took_it_and_leaving_one_is_no_sign():
    with override("ja"):
        assert str(response_label(Response.TOOK_LETTER, Method.VISIT)) == "手紙を受け取った"
        assert "手紙を差し入れて帰りました。" in map(str, phrases_for(Method.VISIT, Response.NO_SIGN))
        assert not any("差し入れ" in str(one) for one in phrases_for(Method.VISIT, Response.TOOK_LETTER))


def test_words_of_a_method_are_for_chips_it_offers():
    assert [(m, r) for m, words in RESPONSE_BY_METHOD.items() for r in words if r not in chips_for(m)] == []


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_a_whole_sentence(reason):
    assert set(REASONS) == set(Reason)
    with override("en"):
        sentence = reason_sentence(reason, {"days": 7, "voices": 2, "instead_of": "visit"})
    assert sentence.endswith(".")
    assert "%" not in sentence


def test_a_day_of_rest_is_told_in_a_second_sentence():
    with override("en"):
        told = reason_sentence(Reason.PACE, {"days": 7, "moved_from": "2026-05-04"})
        assert (
            told == "The pace of this stage is every 7 days. "
            f"It moved from {day_named('2026-05-04')}, on which nobody works."
        )


@pytest.mark.parametrize(
    ("language", "listed", "beside"), [("ja", "手紙・訪問", "手紙・訪問"), ("en", "Letter, Visit", "Letter · Visit")]
)
def test_what_stands_between_words_belongs_to_the_language(language, listed, beside):
    with override(language):
        words = [label(Method.LETTER), label(Method.VISIT)]
        assert (in_a_row(words), side_by_side(words[0], "", None, words[1])) == (listed, beside)


@pytest.mark.parametrize(
    ("language", "long", "plain", "short"),
    [
        ("ja", "2026年11月24日（火）", "2026年11月24日", "11月24日（火）"),
        ("en", "Tue 24 Nov 2026", "24 Nov 2026", "Tue 24 Nov"),
    ],
)
def test_a_day_has_one_form_in_each_language(language, long, plain, short):
    day = date(2026, 11, 24)
    with override(language):
        assert (long_day(day), plain_day(day), day_named(day.isoformat())) == (long, plain, short)


def test_quiet_hours_are_told_in_a_second_sentence():
    with override("en"):
        assert reason_sentence(Reason.PACE, {"days": 7, "quiet": 1}).endswith("The hour keeps out of the quiet hours.")


def test_the_voice_is_told_in_japanese_as_the_house_says_it():
    with override("ja"):
        assert reason_sentence(Reason.VOICE_TWICE, {"voices": 2}) == "声が2回続きました。同じ曜日・時間に。"


@pytest.mark.parametrize(
    ("language", "since"), [("ja", "本来は2024年4月8日（月）の予定でした。"), ("en", "It was due on Mon 8 Apr 2024")]
)
def test_a_plan_that_comes_too_late_says_since_which_day_of_which_year(language, since):
    with override(language):
        assert since in reason_sentence(Reason.PACE, {"days": 7, "late_from": "2024-04-08"})


@pytest.mark.parametrize(
    ("language", "since"), [("ja", "4月8日（水）にご家族と連絡をとった"), ("en", "heard from us on Wed 8 Apr")]
)
def test_a_home_left_in_peace_is_told_since_when(language, since):
    with override(language):
        assert since in reason_sentence(Reason.PACE, {"days": 7, "heard_on": "2026-04-08"})


@pytest.mark.parametrize(
    ("language", "left"),
    [("ja", "7日間であと1回、14日間であと2回まで"), ("en", "that still fit: 1 in 7 days, 2 in 14.")],
)
def test_what_is_left_of_the_budget_reads_well_for_one_as_for_many(language, left):
    with override(language):
        assert left in budget_words(Budget(1, 2, None), datetime(2026, 4, 1, tzinfo=UTC), ZoneInfo("Asia/Tokyo"))


def test_facts_of_an_older_plan_may_be_missing():
    assert reason_sentence("voice_twice", {})
