"""The table a reader sees."""

from collections.abc import Iterator
from typing import Any

# People from which on planning has its goal, which is a whole country's: in a small town one sees the turn of each
# organisation, some milliseconds whatever there is to plan.
MANY = 100_000


def table(people: int, told: dict[str, Any]) -> Iterator[str]:
    floor = told["pages"][0]["p50"]
    yield ""
    yield f"{people:,} people: milliseconds for one signed-in client; F is the empty page, {floor:.1f} ms"
    yield f"{'':26} {'p50':>7} {'p95':>7} {'F':>6} {'goal':>6}   {'statements':>10} {'goal':>5}"
    for one in told["pages"]:
        yield _line(one, told["pages"][0])
    plan = told["planning"]
    ratio = plan["sweep"] / plan["bare"]
    goal = f", goal 3 {_mark(ratio <= 3)}" if people >= MANY else ""
    yield (
        f"planning {plan['rows']:,.0f} open cases: {plan['sweep']:.3f} s, the bare UPDATE {plan['bare']:.3f} s:"
        f" {ratio:.1f} of it{goal}"
    )
    for one in told["sweeps"]:
        yield f"the sweep {one['name']}: {one['rows']:,.0f} rows in {one['seconds']:.2f} s"
    yield (
        f"a web worker holds {told['memory'] / 2**20:.0f} MB, goal 120 {_mark(told['memory'] <= 120 * 2**20)};"
        f" the web answers {told['cold']:.1f} s after its start, goal 2 {_mark(told['cold'] <= 2)}"
    )


def _line(one: dict[str, Any], floor: dict[str, Any]) -> str:
    ratio, own = one["p50"] / floor["p50"], one["statements"] - floor["statements"]
    said = f"{one['name']:26} {one['p50']:7.1f} {one['p95']:7.1f} {ratio:6.1f}"
    if one["goal"]:
        said += f" {one['goal']:6.1f} {_mark(ratio <= one['goal'])}"
    if one["queries"]:
        said += f" {own:10} {one['queries']:5} {_mark(own <= one['queries'])}"
    elif one["goal"]:
        said += f" {own:10}"
    return said


def _mark(reached: bool) -> str:
    return "✓" if reached else "✗"
