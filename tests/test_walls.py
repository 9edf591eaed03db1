"""The walls hold even when a view forgets them: these queries filter nothing."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.walls import as_job, as_sign_in, within
from cases.models import Case, Event, Family, Person
from cases.rules.responses import Response


def everything() -> list[int]:
    return [model.objects.count() for model in (Case, Person, Family, Event)]


def test_next_door_sees_nothing_of_it(world):
    with within(world.rin):
        assert everything() == [0, 0, 0, 0]


def test_a_worker_sees_only_the_cases_given_to_her(world):
    with within(world.yuki):
        assert Case.objects.count() == 1
    with within(world.sora):
        assert everything() == [0, 0, 0, 0]


def on_case(world):
    with connection.cursor() as cursor:
        cursor.execute("SELECT hitokoe_on_case(%s)", [world.ken.pk])
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.parametrize(("who", "told"), [("yuki", True), ("hana", True), ("sora", False), ("rin", False)])
def test_who_is_on_a_case_is_told_to_those_who_may_write_about_it(world, who, told):
    with within(getattr(world, who)):
        assert on_case(world) == ([world.yuki.pk] if told else [])


@pytest.mark.parametrize("who", ["mio", "ada"])
def test_who_is_on_a_case_is_asked_by_nobody_else(world, who):
    with within(getattr(world, who)), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        on_case(world)


def test_an_administrator_sees_no_case(world):
    with within(world.ada), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Case.objects.count()


def test_sign_in_and_no_role_at_all_see_no_case(world):
    with as_sign_in(), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Case.objects.count()
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Case.objects.count()


def test_the_clock_in_one_house_does_not_see_the_other(world):
    with as_job(world.madobe.pk):
        assert Case.objects.count() == 0


def test_a_forged_context_is_refused(world):
    with within(world.rin), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('hitokoe.context')")
        forged = cursor.fetchone()[0].replace(str(world.madobe.pk), str(world.engawa.pk))
        cursor.execute("SELECT set_config('hitokoe.context', %s, true)", [forged])
        with pytest.raises(DatabaseError, match="forged"), transaction.atomic():
            cursor.execute("SELECT count(*) FROM cases_case")
        transaction.set_rollback(True)


def point_next_door(world):
    with transaction.atomic(), connection.cursor() as cursor:
        Event.objects.create(organisation=world.madobe, case=world.ken, what="x", by=world.rin, at=world.morning)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_no_row_can_point_next_door(world):
    with within(world.rin), pytest.raises(DatabaseError, match="tied"):
        point_next_door(world)


def test_what_was_done_can_never_be_changed(world):
    world.record(Response.VOICE)
    for deed in ("UPDATE cases_event SET what = 'x'", "DELETE FROM cases_event", "UPDATE cases_contact SET note = 'x'"):
        with within(world.hana), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(deed)


def test_the_application_logs_in_as_a_role_that_cannot_bypass_the_walls(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls, rolinherit FROM pg_roles WHERE rolname = session_user")
        assert cursor.fetchone() == (False, False, False)


LINT = """
SELECT 'no wall: ' || c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
  AND a.attname = 'organisation_id' AND NOT a.attisdropped
  WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
UNION ALL SELECT 'no policy: ' || c.relname FROM pg_class c
  WHERE c.relrowsecurity AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)
UNION ALL SELECT 'owned by a login: ' || c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
  WHERE c.relrowsecurity AND r.rolcanlogin
UNION ALL SELECT 'definer without a fixed search path: ' || proname FROM pg_proc
  WHERE prosecdef AND pronamespace = 'public'::regnamespace
  AND NOT coalesce(proconfig::text LIKE '%%search_path%%', false)
"""


def test_every_table_of_an_organisation_stands_behind_a_wall(db):
    with connection.cursor() as cursor:
        cursor.execute(LINT.replace("%%", "%"))
        assert cursor.fetchall() == []
