"""How the made-up people are spread: fitted to the Cabinet Office surveys of 2010 to 2022 and to agencies' own counts.

A weight is a share of its row. What no survey told is our guess and says so.
"""

from cases.management.town.wheel import Wheel
from cases.rules.facts import Basis, Concern, Issue, Outing, ReferralSource, Relationship, Sex, Trigger
from cases.rules.ladder import CloseReason, Stage
from cases.rules.methods import Method
from cases.rules.responses import Response

R, M = Response, Method

# --- who: survey 2022 (2.05 % of 15-39, 2.02 % of 40-64), ages within the bands as in 2015 and 2018 ---
BAND = Wheel({"young": 0.43, "older": 0.57})
AGE = {
    "young": Wheel({(15, 19): 0.102, (20, 24): 0.245, (25, 29): 0.245, (30, 34): 0.204, (35, 39): 0.204}),
    "older": Wheel({(40, 44): 0.255, (45, 49): 0.128, (50, 54): 0.149, (55, 59): 0.213, (60, 64): 0.255}),
}
SEX = {
    "young": Wheel({Sex.MALE: 0.535, Sex.FEMALE: 0.451, Sex.OTHER: 0.007, Sex.UNKNOWN: 0.007}),
    "older": Wheel({Sex.MALE: 0.47, Sex.FEMALE: 0.52, Sex.UNKNOWN: 0.01}),
}
YEARS_WITHDRAWN = {
    "young": Wheel(
        {(0.5, 1): 0.215, (1, 2): 0.14, (2, 3): 0.13, (3, 5): 0.174, (5, 7): 0.09, (7, 10): 0.10, (10, 15): 0.151}
    ),
    "older": Wheel(
        {(0.5, 1): 0.09, (1, 2): 0.14, (2, 3): 0.219, (3, 5): 0.161, (5, 7): 0.08, (7, 10): 0.09, (10, 15): 0.08,
         (15, 20): 0.06, (20, 25): 0.04, (25, 30): 0.021, (30, 40): 0.019}
    ),
}  # fmt: skip
COVID_FROM = 2020
YOUNGEST_ONSET = 10  # years of age
OUTING = Wheel({Outing.HOBBY_ONLY: 0.40, Outing.NEARBY_SHOPS: 0.34, Outing.HOME_ONLY: 0.15, Outing.ROOM_ONLY: 0.11})
TRIGGER = {
    "young": Wheel(
        {Trigger.RELATIONS: 0.208, Trigger.COVID: 0.181, Trigger.LEAVING_JOB: 0.17, Trigger.SCHOOL_REFUSAL: 0.16,
         Trigger.BULLYING: 0.08, Trigger.JOB_HUNTING: 0.06, Trigger.EXAM: 0.04, Trigger.UNKNOWN: 0.10}
    ),
    "older": Wheel(
        {Trigger.LEAVING_JOB: 0.445, Trigger.COVID: 0.206, Trigger.RELATIONS: 0.11, Trigger.ILLNESS: 0.07,
         Trigger.FAMILY_MATTER: 0.05, Trigger.WORKPLACE: 0.05, Trigger.UNKNOWN: 0.07}
    ),
}  # fmt: skip
# Agencies' known cases (Kanagawa); each issue by itself.
ISSUES = {
    Issue.FAMILY_CONFLICT: 0.531, Issue.NO_PLACE: 0.321, Issue.MENTAL_ILLNESS: 0.30, Issue.POVERTY: 0.166,
    Issue.VIOLENCE_AT_HOME: 0.106,
}  # fmt: skip
PARENTS_AGE = {"young": 0.0, "older": 0.35}  # a parent of 75 or more
CLINIC_BEFORE = 0.40

# --- with whom: agencies' known cases; alone as in the survey ---
MOTHER, FATHER, SPOUSE = Relationship.MOTHER, Relationship.FATHER, Relationship.SPOUSE
LIVES_WITH = {
    "young": Wheel({"parents": 0.52, "one": 0.20, "siblings": 0.22, "alone": 0.03, "other": 0.03}),
    "older": Wheel({"parents": 0.40, "one": 0.20, "siblings": 0.10, "spouse": 0.18, "alone": 0.12}),
}
RELATIVES: dict[str, tuple[Relationship, ...]] = {
    "parents": (MOTHER, FATHER),
    "one": (MOTHER,),
    "siblings": (MOTHER, FATHER, Relationship.YOUNGER_SISTER),
    "spouse": (SPOUSE, MOTHER),
    "alone": (MOTHER, FATHER),
    "other": (Relationship.GRANDMOTHER, Relationship.UNCLE),
}
CALLER = Wheel({"family": 0.77, "self": 0.16, "other": 0.07})
REFERRAL = {
    "family": Wheel({ReferralSource.FAMILY: 0.6, ReferralSource.INTERNET: 0.2, ReferralSource.HEALTH_CENTRE: 0.2}),
    "self": Wheel({ReferralSource.PERSON: 0.8, ReferralSource.INTERNET: 0.2}),
    "other": Wheel(
        {ReferralSource.MUNICIPALITY: 0.5, ReferralSource.WELFARE_COMMISSIONER: 0.3, ReferralSource.CLINIC: 0.2}
    ),
}
BASIS = Wheel({Basis.LIFE_BODY_PROPERTY: 0.6, Basis.CONSENT: 0.25, Basis.SUPPORT_COUNCIL: 0.1, Basis.UNKNOWN: 0.05})

# --- how it goes: of 100 families who sign and stay; medians in days, Weibull of shape 0.9 ---
SHAPE = 0.9
REACHES = {"voice": 0.60, "face": 0.55, "outside": 0.40, "society": 0.30}
# Each counted after the one before, so that the medians from the opening on are about 120, 180, 270 and 365 days.
MEDIAN_DAYS = {"voice": 40, "face": 42, "outside": 66, "society": 70, "next_step": 100}
GOES_ON = 0.85  # of those who were met face to face, unless they leave first (guess)
LEAVES_A_YEAR = {
    CloseReason.FAMILY_DECLINED: 0.15, CloseReason.PERSON_DECLINED: 0.15, CloseReason.MOVED_AWAY: 0.02,
    CloseReason.DIED: 0.003,
}  # fmt: skip
NEXT_STEP = Wheel(
    {CloseReason.NEXT_STEP_WORK: 0.35, CloseReason.IBASHO: 0.25, CloseReason.NEXT_STEP_STUDY: 0.2,
     CloseReason.INDEPENDENT_LIVING: 0.1, CloseReason.CLINIC_OR_WELFARE: 0.1}
)  # fmt: skip
NEVER_OPENED = Wheel(
    {CloseReason.OTHER_AGENCY: 0.4, CloseReason.FAMILY_DECLINED: 0.3, CloseReason.NO_CONTACT: 0.2,
     CloseReason.IMPROVED_AT_HOME: 0.1}
)  # fmt: skip
INQUIRY_WAITS = 21  # days until an inquiry is opened or passed on (guess)
STEPS_BACK_A_YEAR = 0.10
RESTS_A_YEAR = 0.20  # guess
HANDOVERS_A_YEAR = 0.20  # guess
SECOND_WORKER = 0.15  # guess

# --- what happens at each try; a fifth of the visits meets nobody ---
TALK = {R.VOICE: 30, R.DOOR_TALK: 28, R.PRESENCE: 14, R.SOUND_OR_NOTE: 8, R.NO_SIGN: 14, R.NOT_HOME: 5, R.REFUSED: 1}
QUIET = {R.NO_SIGN: 42, R.PRESENCE: 33, R.TOOK_LETTER: 8, R.SOUND_OR_NOTE: 7, R.NOT_HOME: 9, R.REFUSED: 1}
MEETING = {R.FACE_TO_FACE: 52, R.DOOR_OPENED: 16, R.DOOR_TALK: 9, R.CAME_OUT: 13, R.NO_SIGN: 9, R.REFUSED: 1}
OUT = {R.OUTSIDE_TOGETHER: 66, R.WITH_OTHERS: 14, R.NOT_HOME: 10, R.CANCELLED: 9, R.REFUSED: 1}
AMONG_PEOPLE = {R.WITH_OTHERS: 55, R.BY_HIMSELF: 25, R.OUTSIDE_TOGETHER: 15, R.CANCELLED: 5}
LETTER = {R.NO_SIGN: 58, R.TOOK_LETTER: 28, R.SOUND_OR_NOTE: 12, R.REFUSED: 2}
CALL = {R.NO_SIGN: 28, R.FAMILY_ONLY: 30, R.PRESENCE: 18, R.VOICE: 18, R.DOOR_TALK: 5, R.REFUSED: 1}
ANSWER = {R.NO_SIGN: 50, R.PRESENCE: 20, R.SOUND_OR_NOTE: 29, R.REFUSED: 1}
GOOD_CALL = {R.DOOR_TALK: 60, R.VOICE: 25, R.NO_SIGN: 15}
HAPPENS: dict[tuple[Stage, Method], Wheel[Response]] = {
    **{(stage, M.LETTER): Wheel(LETTER) for stage in Stage},
    **{(stage, M.PHONE): Wheel(CALL) for stage in Stage},
    **{(stage, M.MESSAGE): Wheel(ANSWER) for stage in Stage},
    **{(stage, M.VISIT): Wheel(QUIET) for stage in Stage},
    **{(stage, M.FAMILY_MEETING): Wheel({R.FAMILY_ONLY: 1}) for stage in Stage},
    (Stage.FACE, M.VISIT): Wheel(MEETING),
    (Stage.OUTSIDE, M.VISIT): Wheel(MEETING),
    (Stage.SOCIETY, M.VISIT): Wheel(MEETING),
    (Stage.OUTSIDE, M.ACCOMPANIMENT): Wheel(OUT),
    (Stage.SOCIETY, M.ACCOMPANIMENT): Wheel(AMONG_PEOPLE),
    (Stage.FOLLOW_UP, M.PHONE): Wheel(GOOD_CALL),
}
TALKING = Wheel(TALK)  # at the door, once there was a voice
MINUTES = {M.LETTER: (0,), M.PHONE: (5, 10, 15), M.MESSAGE: (0,), M.FAMILY_MEETING: (45, 60, 60, 90)}
MINUTES_MET, MINUTES_SILENT = (40, 50, 60, 60), (10, 15, 20)
SLIPS = Wheel({0: 58, 1: 18, -1: 14, 3: 7, 7: 3})  # days late or early against the pace
CONCERN = Wheel(
    {Concern.NONE: 985, Concern.FAMILY_FATIGUE: 6, Concern.HEALTH: 4, Concern.SELF_HARM: 3, Concern.FOOD: 2}
)
CALLS_THE_FAMILY = 0.25  # after a try: about ten calls a year
FAMILY_EVERY = (26, 33)  # days
