"""Two administrators let each other go at the same moment: real connections, and one of them stays."""

from concurrent.futures import ThreadPoolExecutor

from django.db import transaction

from accounts.models import User
from accounts.roles import Role
from accounts.walls import as_job
from tests.web.test_ledger_at_once import begin, browser, until_waiting
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
