import pytest

from cases.rules.methods import Method, WithWhom
from cases.rules.responses import (
    DOOR_SCALE,
    NEUTRAL,
    OFF_SCALE,
    WITHOUT_SIGN,
    Response,
    chips_for,
    is_sign,
    is_voice_or_more,
    met_by,
    reaches,
)


def test_a_visit_offers_the_chips_of_the_phone_in_their_order():
    assert " ".join(chips_for(Method.VISIT)) == (
        "no_sign presence took_letter sound_or_note voice door_talk door_opened face_to_face came_out "
        "outside_together refused not_home"
    )


def test_every_method_offers_chips_and_none_twice():
    for method in Method:
        chips = chips_for(method)
        assert chips
        assert len(set(chips)) == len(chips)


def test_chips_on_the_scale_come_first_and_in_its_order():
    for method in Method:
        ranks = [response.rank for response in chips_for(method) if response.on_scale]
        assert ranks == sorted(ranks)


def test_the_door_scale_begins_with_silence_and_ends_with_going_alone():
    assert DOOR_SCALE[0] is Response.NO_SIGN
    assert DOOR_SCALE[-1] is Response.BY_HIMSELF
    assert len(DOOR_SCALE) == 12


def test_what_is_off_the_scale_has_no_rank():
    for response in OFF_SCALE:
        assert not response.on_scale
        assert not is_sign(response)
        with pytest.raises(KeyError):
            response.rank  # noqa: B018


def test_everything_but_silence_on_the_scale_is_a_sign():
    assert [response for response in DOOR_SCALE if not is_sign(response)] == [Response.NO_SIGN]


def test_a_note_is_not_a_voice_and_an_open_door_is_more():
    assert not is_voice_or_more(Response.SOUND_OR_NOTE)
    assert is_voice_or_more(Response.VOICE)
    assert is_voice_or_more(Response.DOOR_OPENED)


def test_a_refusal_reaches_nothing():
    assert not reaches(Response.REFUSED, Response.NO_SIGN)


def test_a_refusal_is_an_answer_and_a_cancelled_try_is_none():
    assert Response.REFUSED not in WITHOUT_SIGN | NEUTRAL
    assert not WITHOUT_SIGN & NEUTRAL


@pytest.mark.parametrize("told", [WithWhom.PERSON, WithWhom.NOBODY, WithWhom.UNKNOWN])
def test_where_only_the_family_answered_it_was_the_family(told):
    assert met_by(Method.PHONE, told, Response.FAMILY_ONLY) == WithWhom.RELATIVE
    assert met_by(Method.PHONE, told, Response.VOICE) == told
