"""Stop means stop: what a refusal closes, and for how long nobody should ask again."""

from collections.abc import Mapping
from datetime import date, timedelta

from cases.rules.facts import Answer, Heard, Scope
from cases.rules.methods import Method, WithWhom

CLOSING = frozenset({Answer.REFUSED, Answer.WITHDRAWN})
CLOSES: dict[Scope, frozenset[Method]] = {
    Scope.LETTER: frozenset({Method.LETTER}),
    Scope.PHONE: frozenset({Method.PHONE}),
    Scope.MESSAGE: frozenset({Method.MESSAGE, Method.EMAIL, Method.ONLINE}),
    Scope.VISIT: frozenset({Method.VISIT}),
    Scope.OUTSIDE: frozenset({Method.ACCOMPANIMENT, Method.GROUP, Method.OFFICE}),
}
SCOPE_OF: dict[Method, Scope] = {method: scope for scope, methods in CLOSES.items() for method in methods}
IN_WRITING = frozenset({Method.LETTER, Method.MESSAGE, Method.EMAIL})
COOLING_DAYS = {Scope.LETTER: 30, Scope.VISIT: 60}  # our default
COOLING_DEFAULT = 30


def closed_methods(newest: Mapping[Scope, Answer]) -> frozenset[Method]:
    """The methods nobody may use, from the newest answer of each scope. Meetings with the family never close."""
    return frozenset(
        method for scope, answer in newest.items() if answer in CLOSING for method in CLOSES.get(scope, frozenset())
    )


def heard_during(method: Method, with_whom: WithWhom) -> Heard:
    """How a refusal met during a contact reached us; a relative's relay counts as the person's own word."""
    if with_whom is WithWhom.RELATIVE:
        return Heard.THROUGH_FAMILY
    return Heard.WRITTEN if method in IN_WRITING else Heard.SPOKEN


def cooled_on(scope: Scope, refused_on: date) -> date:
    """The first day on which a coordinator may think of asking again; until somebody does, the method stays closed."""
    return refused_on + timedelta(days=COOLING_DAYS.get(scope, COOLING_DEFAULT))
