"""Every field says how it may hurt and how long it stays."""

from pathlib import Path

import pytest
from django.apps import apps

from cases.rules.policy import BadPolicy, as_page, policy, read

ROOT = Path(__file__).resolve().parents[2]
MEND = "every field stands once in cases/rules/data.toml; then `manage.py data > docs/data.md`"
WORDS = {"sensitivity": {"special": "…"}, "retention": {"case": "…"}}


def test_every_field_of_every_table_has_a_retention_and_a_sensitivity():
    models = [model for app in ("accounts", "cases") for model in apps.get_app_config(app).get_models()]
    there = {(model._meta.label_lower, field.name) for model in models for field in model._meta.local_fields}
    told = {(kept.table, kept.field) for kept in policy()}
    assert (sorted(there - told), sorted(told - there)) == ([], []), MEND


def test_the_page_about_data_is_the_one_the_policy_writes():
    assert (ROOT / "docs/data.md").read_text() == as_page(), MEND


@pytest.mark.parametrize(
    "table",
    [
        {"retention": "for ever"},
        {"retention": "case", "harmless": ["id"]},
        {"retention": "case", "special": ["a", "a"]},
    ],
)
def test_a_class_nobody_explained_and_a_field_told_twice_are_refused(table):
    with pytest.raises(BadPolicy):
        list(read(WORDS | {"cases": {"case": table}}))
