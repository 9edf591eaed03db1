import pytest
from django.utils.translation import override

from cases.models.labels_ledger import FIELDS, KINDS, OUTCOMES, SENTENCES, STATES, UNDONE, sentence, sentences
from cases.rules.dates import DateTrouble
from cases.rules.ledger.columns import SYNONYMS, Field, Kind
from cases.rules.ledger.mending import mendable_csv
from cases.rules.ledger.pairing import BatchState, Outcome, Undone
from cases.rules.ledger.troubles import Trouble
from cases.rules.phones import PhoneTrouble
from cases.rules.problems import Problem
from tests.rules.ledger.books import INTAKE, reading

TROUBLES = [*Trouble, *DateTrouble, *PhoneTrouble]
FACTS = {
    "told": "雷", "row": 3, "column": "備考", "number": "1", "first": 2, "most": 20, "sheet": "受付簿", "field": "name",
    "megabytes": 20, "response": "母が出た", "format": "PNG", "ending": ".xlsx",
}  # fmt: skip


def test_every_code_has_its_word():
    for enum, words in ((Kind, KINDS), (Outcome, OUTCOMES), (BatchState, STATES), (Undone, UNDONE), (Field, FIELDS)):
        assert list(words) == list(enum)
    assert set(SENTENCES) == set(TROUBLES)
    assert set(FIELDS) == {one for table in SYNONYMS.values() for one in table}


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("trouble", TROUBLES)
def test_every_trouble_is_a_whole_sentence_with_its_facts(trouble, language):
    with override(language):
        told = sentence(Problem(code=trouble, facts=FACTS))
    assert told.endswith("。" if language == "ja" else ".")
    assert "%" not in told


def test_a_fact_that_is_missing_breaks_no_sentence():
    assert all(sentence(Problem(code=trouble)) for trouble in TROUBLES)


def test_a_file_to_mend_names_the_column_and_the_reason():
    with override("ja"):
        file = mendable_csv(reading(f"{INTAKE}\n1,髙橋 健,S65.1.1,,\n").intake, sentences()).decode("utf-8-sig")
    assert "生年月日：「S65.1.1」は、その元号が終わったあとの年月日です。" in file
