from hypothesis import given
from hypothesis import strategies as st

from cases.rules.settling import settle

FACTS = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2))


def test_what_only_this_writer_changed_is_written_over_what_he_saw() -> None:
    settled = settle({"talk": "猫"}, {"talk": "電車"}, {})
    assert (settled.mine, settled.was, settled.disputed) == ({"talk": "電車"}, {"talk": "猫"}, {})


def test_what_only_others_changed_stays() -> None:
    settled = settle({"talk": "猫"}, {"talk": ""}, {"talk": ""})
    assert (settled.mine, settled.theirs) == ({}, {"talk": "猫"})


def test_what_both_changed_to_the_same_is_settled_and_to_something_else_disputed() -> None:
    assert settle({"talk": "猫"}, {"talk": "猫"}, {"talk": ""}).disputed == {}
    assert settle({"talk": "猫"}, {"talk": "電車"}, {"talk": ""}).disputed == {"talk": "猫"}


@given(stored=FACTS, typed=FACTS, seen=FACTS)
def test_every_difference_has_one_place_and_nothing_of_others_is_overwritten(
    stored: dict[str, int], typed: dict[str, int], seen: dict[str, int]
) -> None:
    settled = settle(stored, typed, seen)
    placed = [*settled.mine, *settled.theirs, *settled.disputed]
    assert sorted(placed) == sorted(name for name in typed if typed[name] != stored.get(name))
    assert not set(settled.mine) & set(seen)
