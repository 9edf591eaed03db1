"""Promise 3 as a property: whatever anybody does in whatever order, no closed way is ever planned."""

from datetime import timedelta
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from accounts.walls import within
from cases.actions.contacting import Try, record_contact
from cases.actions.doing import Changed, Conflict
from cases.actions.moving import end_rest, move, pause
from cases.actions.opening import hand_over
from cases.actions.planning import plan
from cases.actions.sweeping import sweep
from cases.actions.willing import hear, open_method
from cases.models import Case, Visit
from cases.models.visit import STILL_AHEAD
from cases.rules.facts import Answer, PauseScope, Scope
from cases.rules.ladder import NeedsEvidence, NeedsReason, NoSuchMove, Stage
from cases.rules.methods import Method, WithWhom
from cases.rules.responses import chips_for

HANDS = ("hana", "yuki", "sora")
REFUSED = (Conflict, Changed, PermissionDenied, NeedsEvidence, NeedsReason, NoSuchMove)
METHODS = [Method.VISIT, Method.LETTER, Method.PHONE, Method.ACCOMPANIMENT]
SCOPES = [Scope.VISIT, Scope.LETTER, Scope.PHONE, Scope.OUTSIDE]
TRIES = st.sampled_from(METHODS).flatmap(
    lambda method: st.tuples(
        st.just("try"), st.just(method), st.sampled_from(chips_for(method)), st.sampled_from([*WithWhom][:2])
    )
)
DEEDS = st.one_of(
    TRIES,
    st.tuples(st.just("hear"), st.sampled_from(SCOPES), st.sampled_from(Answer)),
    st.tuples(st.just("open"), st.sampled_from(SCOPES)),
    st.tuples(st.just("plan"), st.sampled_from(METHODS), st.integers(0, 20)),
    st.tuples(st.just("move"), st.sampled_from(Stage)),
    st.tuples(st.sampled_from(["rest", "wake", "over", "sweep"])),
)


def attempt(case, by, at, method, response, whom):
    told = Try(id=uuid4(), method=method, response=response, with_whom=whom, started_at=at)
    record_contact(case, told, by=by, at=at)


DO = {
    "try": attempt,
    "hear": lambda case, by, at, scope, answer: hear(case, scope, answer, how="", by=by, at=at),
    "open": lambda case, by, at, scope: open_method(case, scope, Answer.NOT_REFUSED, reason="話した", by=by, at=at),
    "plan": lambda case, by, at, method, days: plan(
        case, method=method, on=(at + timedelta(days=days)).date(), by=by, at=at
    ),
    "move": lambda case, by, at, to: move(case, to, why="様子を見て", was=Stage(case.stage), by=by, at=at),
    "rest": lambda case, by, at: pause(case, PauseScope.FAMILY, reason="x", until=None, by=by, at=at),
    "wake": lambda case, by, at: end_rest(case, by=by, at=at),
    "over": lambda case, by, at: hand_over(
        case, User.objects.exclude(pk=case.lead_id).filter(role="worker").get(), note="x", why="x", by=by, at=at
    ),
}


def act(world, hand, deed, at):
    if deed == ("sweep",):
        sweep("plan", at=at)
        return
    by = getattr(world, hand)
    with within(by):
        case = Case.objects.select_related("organisation", "person").filter(pk=world.ken.pk).first()
        if case is None:
            return  # handed over meanwhile: nothing here any more
        try:
            with transaction.atomic():
                DO[deed[0]](case, by, at, *deed[1:])
        except REFUSED:
            pass


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(deeds=st.lists(st.tuples(st.sampled_from(HANDS), DEEDS), min_size=2, max_size=8))
def test_no_closed_way_is_ever_planned(world, deeds):
    with transaction.atomic():
        for day, (hand, deed) in enumerate(deeds, start=1):
            act(world, hand, deed, world.morning + timedelta(days=day))
            with within(world.hana):
                ken = Case.objects.get(pk=world.ken.pk)
                ahead = Visit.objects.filter(case=ken, state__in=STILL_AHEAD).values_list("method", flat=True)
                assert not {ken.next_method, *ahead} & set(ken.closed_methods), deeds
                assert bool(ken.next_due) <= (ken.standing == "open")
        transaction.set_rollback(True)
