"""One contact tapped twice at the same moment: real connections, one entry, and both taps are answered as saved."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from django.db import transaction

from accounts.walls import as_job
from cases.models import Case, Contact
from tests.committed import begin, until_waiting
from tests.web.test_ledger_at_once import browser
from tests.web.test_week_at_once import today, world

__all__ = ["today", "world"]


def test_two_taps_at_once_save_one_contact_and_both_say_so(world):
    path, chip = f"/today/{world.ken.pk}/record/", {"id": str(uuid4()), "method": "visit", "response": "voice"}
    phones = [browser(world.yuki), browser(world.yuki)]
    with ThreadPoolExecutor(2) as hands:
        with transaction.atomic(), as_job(world.engawa.pk):  # both are on their way before either may go on
            list(Case.objects.select_for_update())
            taps = [begin(hands, lambda phone=phone: phone.post(path, chip)) for phone in phones]
            until_waiting(2)
        assert [one.result().status_code for one in taps] == [302, 302]
    with as_job(world.engawa.pk):
        assert Contact.objects.count() == 1
