"""The words a fact can be told in; "unknown" is always one of them where nobody may know."""

from enum import StrEnum


class Concern(StrEnum):
    NONE = "none"
    SELF_HARM = "self_harm"
    VIOLENCE = "violence"
    HEALTH = "health"
    FOOD = "food"
    FAMILY_FATIGUE = "family_fatigue"


class Scope(StrEnum):
    """What a person can agree to or refuse."""

    LETTER = "letter"
    PHONE = "phone"
    MESSAGE = "message"
    VISIT = "visit"
    OUTSIDE = "outside"
    SHARE_FAMILY = "share_family"
    SHARE_AGENCY = "share_agency"
    PHOTO = "photo"


class Answer(StrEnum):
    AGREED = "agreed"
    NOT_REFUSED = "not_refused"
    NOT_TOLD = "not_told"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Heard(StrEnum):
    """How the person's will reached us; what was only read from behaviour is no agreement."""

    SPOKEN = "spoken"
    WRITTEN = "written"
    THROUGH_FAMILY = "through_family"
    GESTURE = "gesture"
    BEHAVIOUR = "behaviour"
    UNKNOWN = "unknown"


class Wished(StrEnum):
    """Whom the person would rather see."""

    UNKNOWN = "unknown"
    ANYBODY = "anybody"
    WOMAN = "female"
    MAN = "male"


class SkipReason(StrEnum):
    """On whose account a planned contact is left out this time. None of them is a refusal."""

    PERSON = "person"
    FAMILY = "family"
    US = "us"
    WEATHER = "weather"


class LeaveKind(StrEnum):
    """Why a colleague is away."""

    HOLIDAY = "holiday"
    SICK = "sick"
    TRAINING = "training"
    OTHER = "other"


class PauseScope(StrEnum):
    PERSON = "person"
    CASE = "case"
    FAMILY = "family"


class Outing(StrEnum):
    """The four answers of the Cabinet Office survey that mean withdrawal."""

    HOBBY_ONLY = "hobby_only"
    NEARBY_SHOPS = "nearby_shops"
    HOME_ONLY = "home_only"
    ROOM_ONLY = "room_only"
    UNKNOWN = "unknown"


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"
    OTHER = "other"
    UNKNOWN = "unknown"


class Trigger(StrEnum):
    SCHOOL_REFUSAL = "school_refusal"
    BULLYING = "bullying"
    RELATIONS = "relations"
    EXAM = "exam"
    JOB_HUNTING = "job_hunting"
    LEAVING_JOB = "leaving_job"
    WORKPLACE = "workplace"
    COVID = "covid"
    ILLNESS = "illness"
    FAMILY_MATTER = "family_matter"
    OTHER = "other"
    UNKNOWN = "unknown"


class Issue(StrEnum):
    FAMILY_CONFLICT = "family_conflict"
    MENTAL_ILLNESS = "mental_illness"
    NO_PLACE = "no_place"
    POVERTY = "poverty"
    VIOLENCE_AT_HOME = "violence_at_home"
    CAREGIVER_AGEING = "caregiver_ageing"
    PHYSICAL_ILLNESS = "physical_illness"
    DEVELOPMENTAL = "developmental"
    DEBT = "debt"
    OTHER = "other"
    UNKNOWN = "unknown"


class Relationship(StrEnum):
    """What somebody is to the person who withdraws."""

    SELF = "self"
    MOTHER = "mother"
    FATHER = "father"
    GRANDMOTHER = "grandmother"
    GRANDFATHER = "grandfather"
    BROTHER = "brother"
    SISTER = "sister"
    ELDER_BROTHER = "elder_brother"
    ELDER_SISTER = "elder_sister"
    YOUNGER_BROTHER = "younger_brother"
    YOUNGER_SISTER = "younger_sister"
    UNCLE = "uncle"
    AUNT = "aunt"
    SPOUSE = "spouse"
    CHILD = "child"
    OTHER_RELATIVE = "other_relative"
    AGENCY = "agency"
    OTHER = "other"
    UNKNOWN = "unknown"


# Who saw or heard what is written down: the worker, or somebody at home who told it.
OURSELVES = "worker"
OBSERVERS = (OURSELVES, *(who.value for who in Relationship))


class Basis(StrEnum):
    """On what ground the data is held."""

    CONSENT = "consent"
    LIFE_BODY_PROPERTY = "life_body_property"
    SUPPORT_COUNCIL = "support_council"
    YOUTH_COUNCIL = "youth_council"
    LEGAL_DUTY = "legal_duty"
    UNKNOWN = "unknown"


class ReferralSource(StrEnum):
    FAMILY = "family"
    PERSON = "person"
    MUNICIPALITY = "municipality"
    HEALTH_CENTRE = "health_centre"
    COMMUNITY_CENTRE = "community_centre"
    WELFARE_COMMISSIONER = "welfare_commissioner"
    SCHOOL = "school"
    CLINIC = "clinic"
    NPO = "npo"
    POLICE = "police"
    INTERNET = "internet"
    OTHER = "other"
    UNKNOWN = "unknown"
