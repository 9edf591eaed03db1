"""Case codes: one running number a year, whoever takes the call."""

from datetime import timedelta

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from accounts.foundations import address
from accounts.walls import within
from cases.actions.opening import next_code, record_inquiry
from cases.models import Case
from tests.world import told


def test_codes_run_on_within_a_year_and_begin_anew_with_the_next(world):
    with within(world.hana):
        second = record_inquiry(told(), by=world.hana, at=world.morning)
        later = record_inquiry(told(), by=world.hana, at=world.morning + timedelta(days=365))
    assert [world.ken.code, second.code, later.code] == ["H2026-0001", "H2026-0002", "H2027-0001"]


def test_after_9999_comes_10000_and_a_ledger_number_is_not_counted(world):
    with within(world.hana):
        Case.objects.filter(pk=world.ken.pk).update(code="H2026-9999")
        record_inquiry(told(), by=world.hana, at=world.morning, code="H2026-old")
        made = [record_inquiry(told(), by=world.hana, at=world.morning).code for _ in range(2)]
    assert made == ["H2026-10000", "H2026-10001"]


def test_the_second_of_two_calls_at_once_waits_for_its_number(world):
    with within(world.hana):
        next_code(world.hana, world.morning)
        other = address(settings.DATABASE_OWNER_URL, connection.settings_dict["NAME"])
        key = f"H2026-{world.engawa.pk}"
        with psycopg.connect(other) as beside:
            beside.execute("SET lock_timeout = '50ms'")
            with pytest.raises(psycopg.errors.LockNotAvailable):
                beside.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
