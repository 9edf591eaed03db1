"""What happened: the door scale, an ordinal and never a grade, and the short lists of each method."""

from enum import StrEnum

from cases.rules.methods import Method, WithWhom


class Response(StrEnum):
    NO_SIGN = "no_sign"
    PRESENCE = "presence"
    TOOK_LETTER = "took_letter"
    SOUND_OR_NOTE = "sound_or_note"
    VOICE = "voice"
    DOOR_TALK = "door_talk"
    DOOR_OPENED = "door_opened"
    FACE_TO_FACE = "face_to_face"
    CAME_OUT = "came_out"
    OUTSIDE_TOGETHER = "outside_together"
    WITH_OTHERS = "with_others"
    BY_HIMSELF = "by_himself"
    # Off the scale.
    REFUSED = "refused"
    NOT_HOME = "not_home"
    FAMILY_ONLY = "family_only"
    CANCELLED = "cancelled"
    NOT_TOLD = "not_told"

    @property
    def on_scale(self) -> bool:
        return self in RANK

    @property
    def rank(self) -> int:
        """The place on the door scale, 0 for no sign. Raises KeyError off the scale."""
        return RANK[self]


OFF_SCALE = frozenset(
    {Response.REFUSED, Response.NOT_HOME, Response.FAMILY_ONLY, Response.CANCELLED, Response.NOT_TOLD}
)
DOOR_SCALE = tuple(response for response in Response if response not in OFF_SCALE)
RANK = {response: rank for rank, response in enumerate(DOOR_SCALE)}

# A try that met no sign of the person; a refusal is an answer, and what was cancelled was no try.
WITHOUT_SIGN = frozenset({Response.NO_SIGN, Response.NOT_HOME, Response.FAMILY_ONLY})
# Says nothing about the person either way: it neither makes a streak longer nor ends it.
NEUTRAL = frozenset({Response.CANCELLED, Response.NOT_TOLD})

CHIPS: dict[Method, tuple[Response, ...]] = {
    Method.VISIT: (
        Response.NO_SIGN,
        Response.PRESENCE,
        Response.TOOK_LETTER,
        Response.SOUND_OR_NOTE,
        Response.VOICE,
        Response.DOOR_TALK,
        Response.DOOR_OPENED,
        Response.FACE_TO_FACE,
        Response.CAME_OUT,
        Response.OUTSIDE_TOGETHER,
        Response.REFUSED,
        Response.NOT_HOME,
    ),
    Method.LETTER: (Response.NO_SIGN, Response.TOOK_LETTER, Response.SOUND_OR_NOTE, Response.REFUSED),
    Method.PHONE: (
        Response.NO_SIGN,
        Response.FAMILY_ONLY,
        Response.PRESENCE,
        Response.VOICE,
        Response.DOOR_TALK,
        Response.REFUSED,
    ),
    Method.MESSAGE: (
        Response.NO_SIGN,
        Response.PRESENCE,
        Response.SOUND_OR_NOTE,
        Response.DOOR_TALK,
        Response.REFUSED,
    ),
    Method.EMAIL: (Response.NO_SIGN, Response.SOUND_OR_NOTE, Response.DOOR_TALK, Response.REFUSED),
    Method.ONLINE: (
        Response.NO_SIGN,
        Response.PRESENCE,
        Response.VOICE,
        Response.FACE_TO_FACE,
        Response.WITH_OTHERS,
        Response.REFUSED,
        Response.CANCELLED,
    ),
    Method.OFFICE: (
        Response.FACE_TO_FACE,
        Response.WITH_OTHERS,
        Response.BY_HIMSELF,
        Response.FAMILY_ONLY,
        Response.REFUSED,
        Response.NOT_HOME,
        Response.CANCELLED,
    ),
    Method.ACCOMPANIMENT: (
        Response.OUTSIDE_TOGETHER,
        Response.WITH_OTHERS,
        Response.BY_HIMSELF,
        Response.REFUSED,
        Response.NOT_HOME,
        Response.CANCELLED,
    ),
    Method.GROUP: (
        Response.WITH_OTHERS,
        Response.BY_HIMSELF,
        Response.REFUSED,
        Response.NOT_HOME,
        Response.CANCELLED,
    ),
    Method.FAMILY_MEETING: (Response.FAMILY_ONLY, Response.NOT_TOLD, Response.CANCELLED),
    Method.AGENCY_MEETING: (Response.NOT_TOLD, Response.CANCELLED),
}


def chips_for(method: Method) -> tuple[Response, ...]:
    """The responses a person can tap for this method, in the order of the screen."""
    return CHIPS[method]


def offers(method: Method, response: Response) -> bool:
    """Can a contact of this method end with this response?"""
    return response in CHIPS[method]


def reaches(response: Response, least: Response) -> bool:
    """Is this response at `least` or further along the door scale? Never for what is off the scale."""
    rank = RANK.get(response)
    return rank is not None and rank >= least.rank


def is_sign(response: Response) -> bool:
    return reaches(response, Response.PRESENCE)


def is_voice_or_more(response: Response) -> bool:
    return reaches(response, Response.VOICE)


# A meeting says by itself whom one met.
MET: dict[Method, WithWhom] = {
    Method.FAMILY_MEETING: WithWhom.RELATIVE,
    Method.AGENCY_MEETING: WithWhom.AGENCY,
}


def met_by(method: Method, told: WithWhom, response: Response | None = None) -> WithWhom:
    """With whom a contact was: a meeting with the family is never with the person alone, whatever the form kept, and
    where only the family answered it was the family."""
    if response is Response.FAMILY_ONLY and told is not WithWhom.AGENCY:
        return WithWhom.RELATIVE
    return MET[method] if method in MET and told is WithWhom.PERSON else told
