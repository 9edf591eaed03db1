"""Two administrators at one moment: real connections; whoever lets the other go stays, nothing typed is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from accounts.walls import as_job, within
from cases.actions.housekeeping import add_recess, drop_recess
from cases.models import Recess
from tests.committed import begin, until_waiting
from tests.web.test_ledger_at_once import browser
from tests.web.test_week_at_once import today, world
from tests.world import user

__all__ = ["today", "world"]


def test_of_two_administrators_who_let_each_other_go_at_once_one_stays(world):
    eve = user(world.engawa, "Eve", Role.ADMINISTRATOR)
    both = ((browser(world.ada), eve), (browser(eve), world.ada))
    with ThreadPoolExecutor(2) as hands:
        with transaction.atomic(), as_job(world.engawa.pk):  # both are on their way before either may go on
            list(User.objects.administrators().select_for_update(no_key=True))
            taps = [begin(hands, lambda c=c, k=k: c.post(f"/people/{k.pk}/let-go/")) for c, k in both]
            until_waiting(2)
        assert sorted(one.result().status_code for one in taps) == [302, 400]  # her session ended under her tap
    with as_job(world.engawa.pk):
        assert User.objects.administrators().count() == 1


def test_whoever_changes_a_closed_period_while_it_is_removed_is_told_and_keeps_what_was_typed(world):
    ada, day = browser(user(world.engawa, "Eve", Role.ADMINISTRATOR)), date(2026, 6, 1)
    typed = {"rest-name": "設立記念日", "rest-starts_on": "2026-06-01", "rest-ends_on": "2026-06-02"}
    with within(world.ada):
        add_recess("Founding day", day, day, by=world.ada, at=world.morning)
        rest = Recess.objects.get(name="Founding day")
    address = reverse("recess", args=[rest.pk])
    typed["rest-seen"] = ada.get(address).context["form"]["seen"].value()
    with ThreadPoolExecutor(1) as hands:
        with transaction.atomic(), within(world.ada):
            drop_recess(rest, by=world.ada, at=world.morning)
            tap = begin(hands, lambda: ada.post(address, typed))
            until_waiting(1)
        answer = tap.result()
    assert (answer.status_code, 'value="設立記念日"' in answer.content.decode()) == (422, True)
    assert "先にほかの人が取り除きました" in answer.content.decode()
