"""The board counts what the desk lists."""

import re
from datetime import timedelta

import pytest

from accounts.models import User
from accounts.roles import Role
from accounts.walls import as_job, within
from cases.models import Case
from cases.queries.board import board, counted
from cases.queries.desk import Filters, asked_of, of_view, page
from cases.queries.reminders import house, week_in_numbers
from cases.rules.kana import sort_key
from cases.rules.ladder import Stage
from cases.rules.responses import Response
from tests.world import user

VIEWS = {"overdue", "due", "silent", "concerns", "inquiries", "resting"}


def test_every_number_is_the_length_of_its_list(world):
    with within(world.mio):
        for days in (0, 3, 30, 90):
            at = world.morning + timedelta(days=days)
            told = board(world.mio, at)
            assert {view: getattr(told, view) for view in VIEWS} == {
                view: of_view(asked_of(world.mio, Filters(view=view), at)).count() for view in VIEWS
            }


@pytest.mark.parametrize("silent_days", [60, 14])
def test_the_letters_count_what_the_board_shows_as_silent(world, silent_days):
    for days in (0, 7, 14):
        world.record(Response.NO_SIGN, days=days)
    world.mio.organisation.silent_days = silent_days
    for days, silent in ((13, 0), (15, int(silent_days == 14)), (80, 1)):
        at = world.morning + timedelta(days=days)
        with within(world.mio):
            assert board(world.mio, at).silent == silent
        with as_job(world.engawa.pk):
            assert week_in_numbers(house(world.mio.organisation, at, sweep="remind"))["silent"] == silent


def test_a_case_is_silent_after_the_days_the_organisation_chose(world):
    world.record(Response.VOICE)
    world.mio.organisation.silent_days = 14
    with within(world.mio):
        assert [board(world.mio, world.morning + timedelta(days=days)).silent for days in (13, 16)] == [0, 1]


def test_tries_without_a_sign_end_no_silence_and_a_sound_does(world):
    world.mio.organisation.silent_days = 14
    at = world.morning + timedelta(days=20)
    with within(world.mio):
        world.record(Response.NO_SIGN, days=18)
        assert board(world.mio, at).silent == 1
        world.record(Response.PRESENCE, days=19)
        assert board(world.mio, at).silent == 0


def test_each_worker_is_shown_by_stage_with_what_is_due(world):
    with within(world.mio):
        told = board(world.mio, world.ken.next_ends)
        yuki = next(share for share in told.shares if share.worker.pk == world.yuki.pk)
        assert (yuki.stages[Stage.DOOR], yuki.open, yuki.counts["overdue"], yuki.counts["due"]) == (1, 1, 1, 0)
        listed, _ = page(world.mio, Filters(view="open", stage="door", worker=world.yuki.pk), world.morning)
    assert [case.pk for case in listed] == [world.ken.pk]
    assert told.stages[Stage.DOOR] == 1


def test_workers_stand_in_the_order_of_their_readings_never_of_numbers(world):
    with as_job(world.engawa.pk):
        for who, kana in ((world.yuki, "ゆき"), (world.sora, "そら"), (world.hana, "はな")):
            User.objects.filter(pk=who.pk).update(kana=kana, sort_key=sort_key(kana))
    user(world.engawa, "Umi", Role.WORKER)
    with within(world.mio):
        names = [share.worker.name for share in board(world.mio, world.morning).shares]
    assert names == ["Sora", "Hana", "Yuki", "Umi"]


def test_a_lead_who_has_left_stays_on_the_board_while_a_case_hangs_on_them(world):
    with as_job(world.engawa.pk):
        User.objects.filter(pk=world.yuki.pk).update(is_active=False)
    with within(world.mio):
        assert "Yuki" in [share.worker.name for share in board(world.mio, world.morning).shares]


def test_next_door_counts_nothing_of_it(world):
    with within(world.rin):
        told = board(world.rin, world.morning + timedelta(days=90))
    assert (sum(told.stages.values()), told.overdue, told.inquiries) == (0, 0, 0)
    assert [share.worker.name for share in told.shares] == ["Rin"]


def test_the_board_counts_by_nothing_its_index_does_not_hold(world):
    """Else PostgreSQL opens every living case of a house for it, 7,000 of them in a large one."""
    index = next(one for one in Case._meta.indexes if one.name == "case_of_lead")
    held = {"organisation_id", "lead_id", *index.include, *(name for name, _ in index.condition.children[1:])}
    told = dict.fromkeys(("at", "since", "family_since"), world.morning)
    sql, _ = counted.said(house=world.engawa.pk, **told)
    assert set(re.findall(r'"cases_case"\."(\w+)"', sql)) <= held
