"""The word for every code, in the reader's language."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from cases.models.choices import Choices
from cases.rules.due import Due
from cases.rules.facts import (
    OURSELVES,
    Answer,
    Basis,
    Concern,
    Heard,
    Issue,
    LeaveKind,
    Outing,
    PauseScope,
    ReferralSource,
    Relationship,
    Scope,
    Sex,
    SkipReason,
    Trigger,
    Wished,
)
from cases.rules.finding import FoundBy
from cases.rules.ladder import CloseReason, Stage, Standing
from cases.rules.likeness import Likeness
from cases.rules.methods import Direction, Method, WithWhom
from cases.rules.responses import Response, chips_for

Words = str | Promise

LABELS: dict[type[StrEnum], dict[StrEnum, Words]] = {
    Role: {
        Role.WORKER: _("Outreach worker"),
        Role.COORDINATOR: _("Coordinator"),
        Role.MANAGER: _("Manager"),
        Role.ADMINISTRATOR: _("Administrator"),
    },
    Stage: {
        Stage.PREPARATION: _("Preparation"),
        Stage.LETTER: _("Letter"),
        Stage.PHONE: _("Phone and messages"),
        Stage.DOOR: _("Behind the door"),
        Stage.FACE: _("Face to face"),
        Stage.OUTSIDE: _("Outside together"),
        Stage.SOCIETY: _("Society"),
        Stage.FOLLOW_UP: _("Follow-up"),
    },
    SkipReason: {
        SkipReason.PERSON: _("The person's side"),
        SkipReason.FAMILY: _("The family's side"),
        SkipReason.US: _("Our own side"),
        SkipReason.WEATHER: _("Weather or traffic"),
    },
    Standing: {
        Standing.INQUIRY: _("Inquiry"),
        Standing.OPEN: _("Open"),
        Standing.PAUSED: _("Resting"),
        Standing.CLOSED: _("Closed"),
    },
    CloseReason: {
        CloseReason.NEXT_STEP_STUDY: _("Next step: study"),
        CloseReason.NEXT_STEP_WORK: _("Next step: work"),
        CloseReason.IBASHO: _("A place to be (ibasho)"),
        CloseReason.IMPROVED_AT_HOME: _("Life at home is easier"),
        CloseReason.INDEPENDENT_LIVING: _("Lives independently"),
        CloseReason.CLINIC_OR_WELFARE: _("Linked to a clinic or welfare"),
        CloseReason.OTHER_AGENCY: _("Another agency took over"),
        CloseReason.PERSON_DECLINED: _("The person does not wish it"),
        CloseReason.FAMILY_DECLINED: _("The family does not wish it"),
        CloseReason.MOVED_AWAY: _("Moved away"),
        CloseReason.NO_CONTACT: _("Contact was lost"),
        CloseReason.DIED: _("Died"),
        CloseReason.OTHER: _("Other"),
        CloseReason.UNKNOWN: _("Unknown"),
    },
    Method: {
        Method.LETTER: _("Letter"),
        Method.PHONE: _("Phone"),
        Method.MESSAGE: _("Message"),
        Method.EMAIL: _("E-mail"),
        Method.VISIT: _("Visit"),
        Method.ONLINE: _("Online"),
        Method.OFFICE: _("At the office"),
        Method.ACCOMPANIMENT: _("Accompaniment"),
        Method.GROUP: _("Group"),
        Method.FAMILY_MEETING: _("Meeting with the family"),
        Method.AGENCY_MEETING: _("Meeting with an agency"),
    },
    Direction: {
        Direction.OUTGOING: _("From us"),
        Direction.INCOMING: _("To us"),
    },
    WithWhom: {
        WithWhom.PERSON: _("The person"),
        WithWhom.RELATIVE: _("A relative"),
        WithWhom.AGENCY: _("An agency"),
        WithWhom.NOBODY: _("Nobody"),
        WithWhom.UNKNOWN: _("Unknown"),
    },
    Response: {
        Response.NO_SIGN: _("No sign"),
        Response.PRESENCE: _("Signs of presence"),
        Response.TOOK_LETTER: _("Took the letter"),
        Response.SOUND_OR_NOTE: _("Answered by sound or note"),
        Response.VOICE: _("Voice through the door"),
        Response.DOOR_TALK: _("Talk through the door"),
        Response.DOOR_OPENED: _("The door opened"),
        Response.FACE_TO_FACE: _("Met face to face"),
        Response.CAME_OUT: _("Came out of the room"),
        Response.OUTSIDE_TOGETHER: _("Left the house together"),
        Response.WITH_OTHERS: _("Together with others"),
        Response.BY_HIMSELF: _("On their own"),
        Response.REFUSED: _("Declined"),
        Response.NOT_HOME: _("Could not meet"),
        Response.FAMILY_ONLY: _("Family only"),
        Response.CANCELLED: _("Cancelled"),
        Response.NOT_TOLD: _("Not recorded"),
    },
    Concern: {
        Concern.NONE: _("No concern"),
        Concern.SELF_HARM: _("Risk of self-harm"),
        Concern.VIOLENCE: _("Violence"),
        Concern.HEALTH: _("Health"),
        Concern.FOOD: _("Food"),
        Concern.FAMILY_FATIGUE: _("The family is worn out"),
    },
    Scope: {
        Scope.LETTER: _("Letter"),
        Scope.PHONE: _("Phone"),
        Scope.MESSAGE: _("Message"),
        Scope.VISIT: _("Visit"),
        Scope.OUTSIDE: _("Going out together"),
        Scope.SHARE_FAMILY: _("Sharing with the family"),
        Scope.SHARE_AGENCY: _("Sharing with an agency"),
        Scope.PHOTO: _("Photos"),
    },
    Answer: {
        Answer.AGREED: _("Agrees"),
        Answer.NOT_REFUSED: _("Has not refused"),
        Answer.NOT_TOLD: _("Has not been told"),
        Answer.REFUSED: _("Refuses"),
        Answer.WITHDRAWN: _("Withdrew consent"),
    },
    Heard: {
        Heard.SPOKEN: _("Said it"),
        Heard.WRITTEN: _("Wrote it"),
        Heard.THROUGH_FAMILY: _("Through the family"),
        Heard.GESTURE: _("By a gesture or sign"),
        Heard.BEHAVIOUR: _("Read from behaviour"),
        Heard.UNKNOWN: _("Not known how"),
    },
    Wished: {
        Wished.UNKNOWN: _("Unknown"),
        Wished.ANYBODY: _("Anybody"),
        Wished.WOMAN: _("A woman"),
        Wished.MAN: _("A man"),
    },
    LeaveKind: {
        LeaveKind.HOLIDAY: _("Holiday"),
        LeaveKind.SICK: _("Ill"),
        LeaveKind.TRAINING: _("Training"),
        LeaveKind.OTHER: _("Other"),
    },
    PauseScope: {
        PauseScope.PERSON: _("The person"),
        PauseScope.CASE: _("This case"),
        PauseScope.FAMILY: _("The whole family"),
    },
    Outing: {
        Outing.HOBBY_ONLY: _("Goes out only for a hobby"),
        Outing.NEARBY_SHOPS: _("Goes to nearby shops"),
        Outing.HOME_ONLY: _("Leaves the room but not the home"),
        Outing.ROOM_ONLY: _("Hardly leaves the room"),
        Outing.UNKNOWN: _("Unknown"),
    },
    Sex: {
        Sex.MALE: _("Male"),
        Sex.FEMALE: _("Female"),
        Sex.OTHER: _("Other or no answer"),
        Sex.UNKNOWN: _("Unknown"),
    },
    Trigger: {
        Trigger.SCHOOL_REFUSAL: _("Stayed away from school"),
        Trigger.BULLYING: _("Bullying"),
        Trigger.RELATIONS: _("Relations with others"),
        Trigger.EXAM: _("Examinations"),
        Trigger.JOB_HUNTING: _("Looking for work"),
        Trigger.LEAVING_JOB: _("Left a job"),
        Trigger.WORKPLACE: _("The workplace"),
        Trigger.COVID: _("The COVID years"),
        Trigger.ILLNESS: _("Illness"),
        Trigger.FAMILY_MATTER: _("A matter in the family"),
        Trigger.OTHER: _("Other"),
        Trigger.UNKNOWN: _("Unknown"),
    },
    Issue: {
        Issue.FAMILY_CONFLICT: _("Tension in the family"),
        Issue.MENTAL_ILLNESS: _("Mental illness, or suspected"),
        Issue.NO_PLACE: _("No school or workplace"),
        Issue.POVERTY: _("Poverty"),
        Issue.VIOLENCE_AT_HOME: _("Violence at home"),
        Issue.CAREGIVER_AGEING: _("The parents grow old"),
        Issue.PHYSICAL_ILLNESS: _("Physical illness"),
        Issue.DEVELOPMENTAL: _("Developmental disorder, or suspected"),
        Issue.DEBT: _("Debt"),
        Issue.OTHER: _("Other"),
        Issue.UNKNOWN: _("Unknown"),
    },
    Relationship: {
        Relationship.SELF: _("The person"),
        Relationship.MOTHER: _("Mother"),
        Relationship.FATHER: _("Father"),
        Relationship.GRANDMOTHER: _("Grandmother"),
        Relationship.GRANDFATHER: _("Grandfather"),
        Relationship.BROTHER: _("Brother"),
        Relationship.SISTER: _("Sister"),
        Relationship.ELDER_BROTHER: _("Elder brother"),
        Relationship.ELDER_SISTER: _("Elder sister"),
        Relationship.YOUNGER_BROTHER: _("Younger brother"),
        Relationship.YOUNGER_SISTER: _("Younger sister"),
        Relationship.UNCLE: _("Uncle"),
        Relationship.AUNT: _("Aunt"),
        Relationship.SPOUSE: _("Spouse"),
        Relationship.CHILD: _("Child"),
        Relationship.OTHER_RELATIVE: _("Another relative"),
        Relationship.AGENCY: _("An agency"),
        Relationship.OTHER: _("Other"),
        Relationship.UNKNOWN: _("Unknown"),
    },
    Basis: {
        Basis.CONSENT: _("Consent of the person"),
        Basis.LIFE_BODY_PROPERTY: _("To protect life, body or property"),
        Basis.SUPPORT_COUNCIL: _("Support council"),
        Basis.YOUTH_COUNCIL: _("Regional council for children and youth"),
        Basis.LEGAL_DUTY: _("Duty by law"),
        Basis.UNKNOWN: _("Unknown"),
    },
    ReferralSource: {
        ReferralSource.FAMILY: _("The family"),
        ReferralSource.PERSON: _("The person"),
        ReferralSource.MUNICIPALITY: _("Municipality"),
        ReferralSource.HEALTH_CENTRE: _("Public health centre"),
        ReferralSource.COMMUNITY_CENTRE: _("Community general support centre"),
        ReferralSource.WELFARE_COMMISSIONER: _("Welfare commissioner"),
        ReferralSource.SCHOOL: _("School"),
        ReferralSource.CLINIC: _("Clinic"),
        ReferralSource.NPO: _("Another non-profit"),
        ReferralSource.POLICE: _("Police"),
        ReferralSource.INTERNET: _("Internet"),
        ReferralSource.OTHER: _("Other"),
        ReferralSource.UNKNOWN: _("Unknown"),
    },
    FoundBy: {
        FoundBy.CODE: _("Case code"),
        FoundBy.NICKNAME: _("Nickname"),
        FoundBy.NICKNAME_KANA: _("Nickname, reading"),
        FoundBy.NAME: _("The person's name"),
        FoundBy.KANA: _("Reading of the name"),
        FoundBy.PHONE: _("Phone"),
        FoundBy.POSTAL_CODE: _("Postal code"),
        FoundBy.RELATIVE: _("A relative's name"),
        FoundBy.RELATIVE_KANA: _("Reading of a relative's name"),
        FoundBy.RELATIVE_PHONE: _("A relative's phone"),
    },
    Likeness: {
        Likeness.SAME_NAME: _("Same name"),
        Likeness.SAME_FAMILY_NAME: _("Same family name"),
        Likeness.SAME_KANA: _("Same reading"),
        Likeness.NEAR_KANA: _("Nearly the same reading"),
        Likeness.SAME_BIRTH: _("Same birthday"),
        Likeness.NEAR_BIRTH: _("Born about the same year"),
        Likeness.OTHER_BIRTH: _("Another birthday"),
        Likeness.SAME_PHONE: _("Same phone"),
        Likeness.SAME_POSTAL_CODE: _("Same postal code"),
    },
    Due: {
        Due.NONE: _("Nothing planned"),
        Due.PLANNED: _("Planned"),
        Due.DUE: _("Due"),
        Due.OVERDUE: _("Overdue"),
    },
}

# Where a letter, a call or a message says the same rung of the scale in other words than a door.
RESPONSE_BY_METHOD: dict[Method, dict[Response, Words]] = {
    Method.LETTER: {
        Response.NO_SIGN: _("Delivered"),
        Response.TOOK_LETTER: _("Taken in"),
        Response.SOUND_OR_NOTE: _("Answered"),
    },
    Method.PHONE: {
        Response.NO_SIGN: _("No answer"),
        Response.PRESENCE: _("Listening"),
        Response.VOICE: _("Voice"),
        Response.DOOR_TALK: _("Talked"),
    },
    Method.MESSAGE: {
        Response.NO_SIGN: _("Sent, no answer"),
        Response.PRESENCE: _("Read"),
        Response.SOUND_OR_NOTE: _("Answered"),
        Response.DOOR_TALK: _("Wrote back and forth"),
    },
    Method.EMAIL: {
        Response.NO_SIGN: _("Sent, no answer"),
        Response.SOUND_OR_NOTE: _("Answered"),
        Response.DOOR_TALK: _("Wrote back and forth"),
    },
    Method.ONLINE: {
        Response.PRESENCE: _("Joined in silence"),
        Response.VOICE: _("Voice"),
        Response.FACE_TO_FACE: _("Face on the screen"),
    },
    Method.OFFICE: {
        Response.BY_HIMSELF: _("Came on their own"),
        Response.NOT_HOME: _("Did not come"),
    },
    Method.GROUP: {
        Response.WITH_OTHERS: _("Took part"),
        Response.BY_HIMSELF: _("Came on their own"),
        Response.NOT_HOME: _("Did not come"),
    },
    Method.FAMILY_MEETING: {
        Response.FAMILY_ONLY: _("Talked with the family"),
    },
    Method.AGENCY_MEETING: {
        Response.NOT_TOLD: _("Held"),
    },
}


def label(member: StrEnum) -> Words:
    """The word for one member of an enumeration. Raises KeyError for one nobody has named."""
    return LABELS[type(member)][member]


def said(member: StrEnum) -> str:
    """The same word at once in the reader's language; a list says the same few words hundreds of times."""
    return _said(get_language(), type(member), member)


@lru_cache(maxsize=2048)
def _said(language: str | None, enum: type[StrEnum], member: StrEnum) -> str:
    # The enumeration is part of the key: members of two that are spelled alike are equal.
    return str(LABELS[enum][member])


def in_a_row(words: Iterable[object]) -> str:
    """Letter, visit; 手紙・訪問: what stands between the words of a list belongs to the language."""
    return between_words().join(map(str, words))


def between_words() -> str:
    return pgettext("between the words of a list", ", ")


def side_by_side(*facts: object) -> str:
    """Facts of different kinds, those that are there: 24 Nov 2026 · Visit."""
    return between_facts().join(str(fact) for fact in facts if fact)


def between_facts() -> str:
    return pgettext("between facts", " · ")


def spoken(enum: type[StrEnum]) -> Mapping[str, str]:
    """All words of an enumeration by code, in the reader's language; for long lists."""
    return _spoken(get_language(), enum)


@lru_cache(maxsize=128)
def _spoken(language: str | None, enum: type[StrEnum]) -> Mapping[str, str]:
    return {member.value: str(LABELS[enum][member]) for member in enum}


def choices(enum: type[StrEnum]) -> Choices:
    """For a form field, in the order of the enumeration."""
    return Choices((member.value, label(member)) for member in enum)


def response_label(response: Response, method: Method) -> Words:
    return RESPONSE_BY_METHOD.get(method, {}).get(response) or label(response)


def observer_label(told: str) -> Words:
    return _("The worker") if told == OURSELVES else label(Relationship(told))


def response_choices(method: Method) -> list[tuple[str, Words]]:
    """The chips of one method, in the order of the screen."""
    return [(response.value, response_label(response, method)) for response in chips_for(method)]
