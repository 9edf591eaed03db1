"""Who may do what. Nothing is allowed unless it stands in these tables."""

from enum import StrEnum

from accounts.roles import Role


class May(StrEnum):
    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    HOME = "home"
    TODAY = "today"
    DESK = "desk"
    BOARD = "board"
    WEEK = "week"
    CASE_SEE = "case:see"
    CASE_INTAKE = "case:intake"
    CASE_OPEN = "case:open"
    CASE_EDIT = "case:edit"
    CONTACT_RECORD = "contact:record"
    CASE_NOTE = "case:note"
    CASE_MOVE = "case:move"
    CASE_SKIP = "case:skip"  # past a rung, or up without a contact that shows it
    CASE_PAUSE = "case:pause"
    CASE_CLOSE = "case:close"
    CASE_REOPEN = "case:reopen"
    CASE_ASSIGN = "case:assign"
    CONSENT_RECORD = "consent:record"
    METHOD_REOPEN = "method:reopen"
    CASE_PRINT = "case:print"
    LIMIT_PASS = "limit:pass"  # one contact more than the caps allow, or one in the quiet hours
    LEDGER_IMPORT = "ledger:import"
    LEAVE = "leave"  # of colleagues; one's own is everybody's
    HAND_OVER = "hand_over"  # what hangs on a colleague who is away or leaves
    PEOPLE = "people"
    SETTINGS = "settings"
    RHYTHM = "rhythm"  # the page that tries the rules
    NOTICES = "notices"  # letters that are stuck


ABOUT_A_CASE = frozenset(
    {
        May.CASE_SEE,
        May.CASE_INTAKE,
        May.CASE_OPEN,
        May.CASE_EDIT,
        May.CONTACT_RECORD,
        May.CASE_NOTE,
        May.CASE_MOVE,
        May.CASE_SKIP,
        May.CASE_PAUSE,
        May.CASE_CLOSE,
        May.CASE_REOPEN,
        May.CASE_ASSIGN,
        May.CONSENT_RECORD,
        May.METHOD_REOPEN,
        May.CASE_PRINT,
        May.LIMIT_PASS,
    }
)
EVERYBODY = frozenset({May.PUBLIC, May.SIGNED_IN, May.HOME})

# Every case of the organisation.
ANY_CASE: dict[Role, frozenset[May]] = {
    Role.WORKER: frozenset(),
    Role.COORDINATOR: ABOUT_A_CASE,
    Role.MANAGER: frozenset({May.CASE_SEE, May.CASE_PRINT}),
    Role.ADMINISTRATOR: frozenset(),
}
# Only the cases assigned to the reader now.
OWN_CASE: dict[Role, frozenset[May]] = {
    Role.WORKER: frozenset({May.CASE_SEE, May.CONTACT_RECORD, May.CASE_NOTE, May.CASE_MOVE, May.CONSENT_RECORD}),
    Role.COORDINATOR: frozenset(),
    Role.MANAGER: frozenset(),
    Role.ADMINISTRATOR: frozenset(),
}
# Places and deeds that are not about one case.
OFFICE: dict[Role, frozenset[May]] = {
    Role.WORKER: EVERYBODY | {May.TODAY, May.DESK},
    Role.COORDINATOR: EVERYBODY
    | {May.TODAY, May.DESK, May.WEEK, May.BOARD, May.HAND_OVER, May.LEAVE, May.LEDGER_IMPORT, May.NOTICES, May.RHYTHM},
    Role.MANAGER: EVERYBODY | {May.DESK, May.WEEK, May.BOARD, May.NOTICES, May.RHYTHM},
    Role.ADMINISTRATOR: EVERYBODY | {May.PEOPLE, May.LEAVE, May.RHYTHM, May.SETTINGS, May.NOTICES},
}


def may(role: Role, what: May, *, own: bool = False) -> bool:
    """`own`: the case at hand is assigned to the reader now. Without a case at hand, leave it out."""
    return what in OFFICE[role] or what in ANY_CASE[role] or (own and what in OWN_CASE[role])
