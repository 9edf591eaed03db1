from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cases.rules.dates import read_birth
from cases.rules.likeness import Facts, Likeness, similar

TODAY = date(2026, 11, 24)
BIRTH = read_birth("S55.3.2", today=TODAY)
KEN = Facts(name="髙橋　健", kana="たかはし けん", birth=BIRTH, phones=("+81312345678",), postal_code="1340088")


def test_the_same_person_written_another_way_is_known() -> None:
    again = Facts(name="高橋健", kana="ﾀｶﾊｼ ｹﾝ", birth=read_birth("1980-03-02", today=TODAY), phones=("03-1234-5678",))
    found = similar(KEN, again)
    assert found.score == 100
    assert set(found.reasons) == {
        Likeness.SAME_NAME,
        Likeness.SAME_KANA,
        Likeness.SAME_BIRTH,
        Likeness.SAME_PHONE,
    }


def test_a_brother_has_the_house_and_the_family_name() -> None:
    brother = Facts(name="高橋 翔", birth=read_birth("1985-01-01", today=TODAY), phones=("03-1234-5678",))
    found = similar(KEN, brother)
    assert found.reasons == (Likeness.SAME_PHONE, Likeness.OTHER_BIRTH, Likeness.SAME_FAMILY_NAME)
    assert not found.worth_showing


def test_a_whole_reading_alone_is_worth_showing() -> None:
    heard = Facts(kana="タカハシ ケン")
    assert similar(KEN, heard).worth_showing
    assert not similar(replace(KEN, kana="たかはし"), Facts(kana="たかはし")).worth_showing
    assert not similar(KEN, replace(heard, birth=read_birth("1985-01-01", today=TODAY))).worth_showing


def test_a_name_written_in_kana_is_its_own_reading() -> None:
    assert Likeness.SAME_KANA in similar(KEN, Facts(name="たかはし けん")).reasons


def test_an_age_may_be_a_year_off() -> None:
    about = Facts(name="高橋 健", birth=read_birth("47歳", today=TODAY))
    assert Likeness.NEAR_BIRTH in similar(KEN, about).reasons


def test_nothing_known_is_like_nobody() -> None:
    assert similar(Facts(), Facts()).score == 0
    assert similar(KEN, Facts()).reasons == ()


FACTS = st.builds(
    Facts,
    name=st.sampled_from(["", "髙橋 健", "高橋 翔", "山崎 健"]),
    kana=st.sampled_from(["", "たかはし けん", "タカハシ ショウ"]),
    birth=st.sampled_from([None, BIRTH, read_birth("46歳", today=TODAY)]),
    phones=st.sampled_from([(), ("03-1234-5678",)]),
    postal_code=st.sampled_from(["", "134-0088"]),
)


@given(FACTS, FACTS)
def test_likeness_is_the_same_both_ways(one: Facts, other: Facts) -> None:
    assert similar(one, other) == similar(other, one)
    assert 0 <= similar(one, other).score <= 100
