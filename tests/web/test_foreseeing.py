"""What the phone says would come next, before anything is saved."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.timezone import now

from accounts.walls import within
from cases.actions.contacting import Try, record_contact
from cases.actions.planning import plan
from cases.models import Case, Contact, Event
from cases.queries.rhythm import foresee
from cases.rules.facts import Concern
from cases.rules.methods import Method
from cases.rules.responses import CHIPS, Response
from cases.rules.rhythm.signals import Past


def at(world, page):
    return reverse(page, args=[world.ken.pk])


def save(world, method, response, moment, concern=Concern.NONE):
    with within(world.yuki):
        case = Case.objects.select_related("organisation", "lead").get(pk=world.ken.pk)
        foreseen = foresee(case, moment)(
            Past(method=method, response=response, started_at=moment, concern=concern != Concern.NONE)
        )
        one = Try(id=uuid4(), method=method, response=response, started_at=moment, concern=concern)
        record_contact(case, one, by=world.yuki, at=moment)
    return foreseen, world.see_ken()


@pytest.mark.parametrize("method", [Method.VISIT, Method.LETTER, Method.FAMILY_MEETING])
def test_it_foresees_that_an_appointment_stands(world, method):
    moment = world.morning + timedelta(days=3)
    for response in CHIPS[method]:
        with within(world.yuki):
            plan(
                world.see_ken(), method=Method.LETTER, on=(moment + timedelta(days=5)).date(), by=world.yuki, at=moment
            )
        foreseen, ken = save(world, method, response, moment)
        assert (ken.next_method, ken.next_due, ken.next_reason) == (foreseen.method, foreseen.due, foreseen.reason)
        with within(world.hana):
            Case.objects.update(closed_methods=[])
        moment += timedelta(days=7)


@pytest.mark.parametrize("response", [Response.NO_SIGN, Response.VOICE, Response.REFUSED, Response.NOT_HOME])
def test_it_foresees_what_a_late_entry_changes(world, response):
    for days, came in enumerate((Response.VOICE, Response.VOICE, Response.PRESENCE)):
        world.record(came, days=7 * days)
    foreseen, ken = save(world, Method.VISIT, response, world.morning + timedelta(days=10), Concern.FOOD)
    assert foreseen is not None
    assert (ken.next_method, ken.next_reason, ken.next_facts) == (foreseen.method, foreseen.reason, foreseen.facts)


def test_foreseeing_writes_nothing(world, yuki):
    with within(world.hana):
        before = (Event.objects.count(), Contact.objects.count())
    yuki.get(at(world, "phone_record"))
    with within(world.hana):
        assert (Event.objects.count(), Contact.objects.count()) == before


def test_a_case_at_rest_foresees_nothing(world, clock):
    with within(world.yuki):
        ken = Case.objects.select_related("organisation", "lead").get()
        ken.standing = "paused"
        assert foresee(ken, now())(Past(method=Method.VISIT, response=Response.VOICE, started_at=now())) is None
