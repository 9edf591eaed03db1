"""Every deed reads as a sentence in both languages, and none of them grades a person."""

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from cases.models.events import SENTENCES, WHERE_KNOWN, sentence_of

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).with_name("events_golden.txt")
FACTS = {
    "case.opened": {"lead": "雪村 ゆき", "stage": "door"},
    "case.moved": {"was": "face", "now": "letter", "since": "2026-04-01T00:00:00+00:00"},
    "case.paused": {"scope": "family", "until": ""},
    "case.closed": {"reason": "ibasho", "was": "open"},
    "case.placed_anew": {"method": "visit", "from_at": "2026-11-24T14:00", "to_at": "2026-11-25T14:00"},
    "case.planned": {"method": "visit", "on": "2026-11-24", "who": ["雪村 ゆき", "空知 そら"]},
    "case.skipped": {"method": "visit", "on": "2026-11-24", "reason": "family"},
    "case.handed_over": {"was": "", "now": "空知 そら"},
    "case.second_joined": {"second": "空知 そら"},
    "case.second_left": {"second": "空知 そら"},
    "person.changed": {"fields": ["best_hours", "talk_about"]},
    "family.changed": {"fields": ["approach", "relatives"]},
    "case.changed": {"fields": ["coordinator_id", "pace_days"]},
    "consent.recorded": {"scope": "visit", "answer": "refused", "way": "unknown"},
    "method.reopened": {"scope": "visit", "answer": "agreed"},
    "concern.raised": {"concern": "food"},
    "contact.recorded": {"response": "voice"},
    "contact.against_will": {"method": "visit"},
    "ledger.brought": {"contacts": 3},
    "user.invited": {"role": "worker"},
    "user.role_changed": {"was": "worker", "now": "coordinator"},
}
KNOWN = {"taken_back": True, "until": "2027-01-04", "was": "雪村 ゆき", "way": "through_family",
         "written_at": "2026-11-25T10:00:00+09:00", "hour": "14:30", "passed": ["over_budget"],
         "called_off": True, "promised": True, "alone": True, "who": ["雪村 ゆき", "空知 そら"],
         "despite": ["self_harm_lately"]}  # fmt: skip


def told(language):
    with override(language):
        for what in SENTENCES:
            yield f"{language} {what}: {sentence_of(what, FACTS.get(what, {}))}"
        for what, fact in WHERE_KNOWN:
            yield f"{language} {what} +{fact}: {sentence_of(what, FACTS.get(what, {}) | {fact: KNOWN[fact]})}"


def test_the_sentences_read_as_they_were_approved():
    assert [*told("ja"), *told("en")] == GOLDEN.read_text().splitlines()


def test_every_deed_the_house_writes_has_a_sentence():
    code = "".join(path.read_text() for path in (ROOT / "cases").rglob("*.py"))
    written = set(re.findall(r"\brecord\(\s*\"([a-z_.]+)\"", code))
    assert len(written) > 15
    assert written - set(SENTENCES) == set()


def test_facts_an_older_house_left_out_read_as_a_dash():
    with override("en"):
        assert sentence_of("case.moved", {"now": "door"}) == "Moved from “—” to “Behind the door”"
        assert sentence_of("case.knitted", {}) == "Something was done"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_word_of_the_house_grades_a_person(language):
    """Promise 10: a step back is never a failure, and nobody is a success."""
    grades = re.compile(r"成功|失敗|脱出|克服|更生|引き出|問題行動|\bsuccess|\bfail(?!ed? to send)|shut-in", re.I)
    file = (ROOT / "locale" / language / "LC_MESSAGES" / "django.po").read_text()
    said = re.findall(r'^(?:msgid|msgstr|) ?"(.*)"$', file, re.M)
    assert [words for words in said if grades.search(words)] == []


def test_a_step_back_reads_like_any_other_move():
    with override("ja"):
        back, up = (sentence_of("case.moved", {"was": a, "now": b}) for a, b in (("face", "door"), ("door", "face")))
    assert re.sub("「.*?」", "", back) == re.sub("「.*?」", "", up)
