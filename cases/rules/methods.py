"""What can be done to reach somebody."""

from enum import StrEnum


class Method(StrEnum):
    LETTER = "letter"
    PHONE = "phone"
    MESSAGE = "message"
    EMAIL = "email"
    VISIT = "visit"
    ONLINE = "online"
    OFFICE = "office"
    ACCOMPANIMENT = "accompaniment"
    GROUP = "group"
    FAMILY_MEETING = "family_meeting"
    AGENCY_MEETING = "agency_meeting"


class Direction(StrEnum):
    OUTGOING = "outgoing"
    INCOMING = "incoming"


class WithWhom(StrEnum):
    PERSON = "person"
    RELATIVE = "relative"
    AGENCY = "agency"
    NOBODY = "nobody"
    UNKNOWN = "unknown"


# Meetings about the person without the person: his refusal never closes them.
MEETINGS = frozenset({Method.FAMILY_MEETING, Method.AGENCY_MEETING})
TO_THE_PERSON = frozenset(Method) - MEETINGS
# Done from where one is: there is nothing to arrive at. Those of any hour only need a day.
AT_A_DISTANCE = frozenset({Method.LETTER, Method.PHONE, Method.MESSAGE, Method.EMAIL})
OF_ANY_HOUR = AT_A_DISTANCE - {Method.PHONE}
