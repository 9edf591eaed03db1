"""Who could take over: reasons one can read, an order one can follow, and nobody against the person's wish."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.facts import Sex, Wished
from cases.rules.handing import Carried, Hand, Why, propose, shared_words

KEN, AOI = UUID(int=1), UUID(int=2)
YUKI, SORA, KAI = UUID(int=11), UUID(int=12), UUID(int=13)


def hand(pk=SORA, *, load=5, capacity=20, **more):
    return Hand(id=pk, load=load, capacity=capacity, **more)


def case(pk=KEN, **more):
    return Carried(id=pk, **more)


def best(one, *hands):
    return propose([one], hands)[0].to


def whys(one, only):
    return [reason.why for reason in propose([one], [only])[0].candidates[0].reasons]


def test_the_second_worker_is_known_at_the_house_and_comes_first():
    assert best(case(second=KAI), hand(SORA, load=0), hand(KAI, load=15)) == KAI


def test_who_has_more_room_comes_before_who_has_less():
    assert best(case(), hand(SORA, load=18), hand(KAI, load=2)) == KAI


def test_the_same_municipality_spares_a_way():
    assert best(case(place="浦安市"), hand(SORA), hand(KAI, places={"浦安市": 3})) == KAI


def test_cats_bring_people_together():
    assert (
        best(case(talk="ゲーム・猫\nGames, cats"), hand(SORA, interests="電車"), hand(KAI, interests="猫、料理")) == KAI
    )


@pytest.mark.parametrize(
    ("talk", "interests", "shared"),
    [
        ("ゲーム・猫", "猫", ["猫"]),
        ("将棋の話", "将棋", ["将棋"]),
        ("Games, cats", "CATS; dogs", ["CATS"]),
        ("ＴＶゲーム", "tvゲーム", ["tvゲーム"]),
        ("cats", "at, a", []),
        ("猫背", "猫", []),
        ("", "猫", []),
        ("猫", "", []),
    ],
)
def test_what_both_can_talk_about(talk, interests, shared):
    assert shared_words(talk, interests) == shared


def test_nobody_is_proposed_against_the_persons_wish():
    wish = case(wished=Wished.WOMAN, second=SORA)
    assert best(wish, hand(SORA, sex=Sex.MALE)) is None
    assert best(wish, hand(SORA, sex=Sex.MALE), hand(KAI, sex=Sex.FEMALE, load=19)) == KAI
    assert whys(wish, hand(SORA, sex=Sex.MALE))[:2] == [Why.SECOND, Why.NOT_WISHED]


def test_a_colleague_who_told_nothing_comes_after_one_who_fits():
    wish = case(wished=Wished.MAN)
    assert best(wish, hand(SORA), hand(KAI, sex=Sex.MALE, load=15)) == KAI
    assert best(wish, hand(SORA)) == SORA


@pytest.mark.parametrize("kept", [{"load": 20}, {"load": 25}, {"capacity": 0, "load": 0}, {"away": date(2026, 4, 10)}])
def test_who_is_full_or_away_is_shown_and_not_proposed(kept):
    (told,) = propose([case()], [hand(**kept)])
    assert told.to is None
    assert len(told.candidates) == 1


def test_a_hand_over_that_ended_badly_is_told_and_one_for_a_leave_speaks_for_her():
    day = date(2026, 3, 1)
    ended = case(ended={SORA: (day, "本人の希望"), KAI: (day, "leave")})
    (told,) = propose([ended], [hand(SORA), hand(KAI)])
    assert told.to == KAI
    assert told.candidates[1].reasons[0].facts == {"on": "2026-03-01", "told": "本人の希望"}


def test_each_case_taken_is_load_for_the_next():
    told = propose([case(KEN), case(AOI)], [hand(SORA, load=18, capacity=20), hand(KAI, load=18, capacity=20)])
    assert {one.to for one in told} == {SORA, KAI}
    assert [one.to for one in propose([case(KEN), case(AOI)], [hand(load=19)])] == [SORA, None]


def test_nobody_to_ask_is_nobody_proposed():
    (told,) = propose([case()], [])
    assert (told.to, told.candidates) == (None, ())


HANDS = st.lists(
    st.builds(Hand, id=st.uuids(), load=st.integers(0, 30), capacity=st.integers(0, 30), away=st.none() | st.dates(),
              sex=st.sampled_from(list(Sex))),
    max_size=6, unique_by=lambda one: one.id,
)  # fmt: skip
CASES = st.lists(
    st.builds(Carried, id=st.uuids(), wished=st.sampled_from(list(Wished))), max_size=12, unique_by=lambda one: one.id
)


@given(CASES, HANDS)
def test_whatever_hangs_on_a_colleague_nobody_is_overloaded_or_sent_against_a_wish(cases, hands):
    told = propose(cases, hands)
    known = {one.id: one for one in hands}
    assert told == propose(cases, hands)
    for one in hands:
        taken = sum(1 for proposal in told if proposal.to == one.id)
        assert taken == 0 or (one.load + taken <= one.capacity and not one.away)
    for one, proposal in zip(cases, told, strict=True):
        against = {Wished.WOMAN: Sex.FEMALE, Wished.MAN: Sex.MALE}.get(one.wished)
        if proposal.to and against:
            assert known[proposal.to].sex in (against, Sex.UNKNOWN)
