from collections import Counter
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from cases.rules.ledger.pairing import Known, Outcome, Pair, pair
from cases.rules.ledger.rows import ProgressRow, digest
from tests.rules.ledger.books import PROGRESS, reading

SEEN = {word: f"1,R8.4.3,訪問,本人,{word}" for word in ("物音あり", "応答なし", "扉ごしに声", "不在")}
Rows = list[str]


def rows(words: Rows) -> list[tuple[str, ProgressRow]]:
    found = reading("\n".join([PROGRESS, *(SEEN[word] for word in words)])).progress
    return [(digest(row), row) for row in found]


def known(pairs: list[Pair]) -> list[Known]:
    return [Known(identity=one.identity, digest=one.digest, version=1, case=uuid4()) for one in pairs if one.identity]


def outcomes(pairs: list[Pair]) -> Counter[Outcome]:
    return Counter(one.outcome for one in pairs)


def test_the_same_try_twice_is_two_and_the_second_has_a_number_behind_it() -> None:
    made = pair([rows(["物音あり", "物音あり"])], [])
    assert [one.identity for one in made] == ["1|2026-04-03||visit", "1|2026-04-03||visit#2"]
    assert outcomes(made) == {Outcome.NEW: 2}


def test_the_same_try_in_two_sheets_is_one() -> None:
    made = pair([rows(["物音あり"]), rows(["物音あり"])], [])
    assert outcomes(made) == {Outcome.NEW: 1, Outcome.SAME: 1}


def test_a_row_with_other_words_is_the_one_that_changed() -> None:
    before = known(pair([rows(["物音あり", "応答なし"])], []))
    made = pair([rows(["応答なし", "扉ごしに声"])], before)
    (changed,) = [one for one in made if one.outcome == Outcome.CHANGED]
    (noise,) = rows(["物音あり"])
    assert changed.known is not None
    assert changed.known.digest == noise[0]


@given(st.lists(st.sampled_from(sorted(SEEN)), max_size=5), st.randoms())
def test_read_again_in_any_order_everything_is_the_same(words: Rows, chance: object) -> None:
    before = known(pair([rows(words)], [])) if words else []
    turned = list(words)
    chance.shuffle(turned)  # type: ignore[attr-defined]
    assert outcomes(pair([rows(turned)], before)) == Counter({Outcome.SAME: len(words)} if words else {})


@given(st.lists(st.sampled_from(sorted(SEEN)), min_size=1, max_size=5), st.randoms())
def test_rows_in_any_order_get_the_same_identities(words: Rows, chance: object) -> None:
    turned = list(words)
    chance.shuffle(turned)  # type: ignore[attr-defined]
    first, second = ({(one.identity, one.digest) for one in pair([rows(order)], [])} for order in (words, turned))
    assert first == second
