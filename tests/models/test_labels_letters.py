"""No letter of the house tells of whom it speaks."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from cases.models import Notice
from cases.models.labels_letters import LETTERS, subject_and_text
from cases.rules.openly import NEVER_SAID
from cases.rules.reminders import Remind

FACTS = {"count": 3, "family": 1, "planned": 4, "overdue": 2, "concerns": 1, "silent": 5}
LATE = ({}, {"day": "2026-03-30"}, {"day": "2026-04-01", "since": "2026-03-28T09:00:00+09:00"})


def letter(world, kind: str, told: dict[str, str]) -> str:
    notice = Notice(to=world.yuki, organisation=world.engawa, template=kind, facts=FACTS | told)
    return "\n".join(subject_and_text(notice, world.morning + timedelta(hours=1)))


def test_every_kind_of_reminder_has_its_letter():
    assert set(LETTERS) == set(Remind)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("kind", list(Remind))
def test_a_letter_holds_no_name_no_place_no_code_and_not_the_word(world, kind, language):
    names = ("花水木", "山﨑", "健", "和子", "浦安", world.ken.code, "Engawa", "Hana", "Yuki", "@")
    with override(language):
        for told in LATE:
            text = letter(world, kind, told)
            assert "%" not in text
            assert not any(word in text.casefold() for word in NEVER_SAID)
            assert not any(name in text for name in names)


@pytest.mark.parametrize("kind", sorted(set(Remind) - {Remind.CONCERN}))
def test_a_letter_that_comes_late_says_so_first(world, kind):
    with override("en"):
        assert "2026" not in letter(world, kind, {})
        assert "30 Mar 2026" in letter(world, kind, LATE[1]).replace("30 March", "30 Mar")
        assert "The clock stood still" in letter(world, kind, LATE[2])


@pytest.mark.parametrize("kind", list(Remind))
def test_a_subject_counts_nothing(kind):
    for language in ("ja", "en"):
        with override(language):
            assert not any(one.isdigit() for one in str(LETTERS[kind].subject))
