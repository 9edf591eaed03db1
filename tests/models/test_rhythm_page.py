"""docs/rhythm.md says what the table does."""

from datetime import datetime
from pathlib import Path

import pytest
from django.utils.translation import override

from accounts.models import Organisation
from cases.models.labels_reasons import REASONS
from cases.models.labels_rhythm import ASKS, EXAMPLE_WORDS, OFTEN, ONCE, SOURCES, rule_asks, rule_follows, step_words
from cases.models.rhythm_page import SAYS, WHERE, as_page, part
from cases.rules.rhythm import explain
from cases.rules.rhythm.explain import REPEATED, What, steps
from cases.rules.rhythm.table import RULES, USUAL_CAPS, USUAL_QUIET, Reason, Source
from cases.rules.rhythm.trying import EXAMPLES

PAGE = Path(__file__).resolve().parents[2] / "docs/rhythm.md"
MEND = "`manage.py messages --compile`, then `manage.py rhythm > docs/rhythm.md`"


def test_the_page_is_the_one_the_table_writes():
    assert PAGE.read_text() == as_page(), MEND


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_rule_stands_there_with_its_conditions_its_consequence_and_its_source(language):
    text = PAGE.read_text()
    with override(language):
        for rule in RULES:
            assert all(asks in text for asks in rule_asks(rule))
            assert f"| {rule_follows(rule)} |" in text
            assert str(SOURCES[rule.source]) in text


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_line_of_every_table_ends_with_its_source_or_says_that_it_is_our_default(language):
    with override(language):
        known = {str(words) for words in SOURCES.values()}
        lines = list(part())
    tables = "\n".join(lines).split("\n\n")
    rows = [row for table in tables for row in table.splitlines()[2:] if row.startswith("|")]
    told = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    assert [row for row in told if row[-1] not in known and row[0] not in known] == []
    assert len(told) > 60


def test_every_source_says_what_it_says_and_every_code_has_its_words():
    assert set(SOURCES) == set(SAYS) == set(WHERE) == set(Source)
    assert set(ASKS) == set(explain.ASKS)
    assert set(ONCE) == set(What)
    assert set(OFTEN) == set(REPEATED)
    assert set(EXAMPLE_WORDS) == set(EXAMPLES)
    assert set(REASONS) == set(Reason)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_step_can_be_said(language):
    with override(language):
        words = [step_words(step) for step in steps()]
    assert len(set(words)) == len(words)
    assert not [one for one in words if "%" in one]


def test_an_organisation_begins_with_the_numbers_of_the_page():
    new = Organisation(name="x", created_at=datetime.now().astimezone())
    assert ((new.cap_7, new.cap_14), new.quiet) == (USUAL_CAPS, USUAL_QUIET)
