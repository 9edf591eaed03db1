"""Where the days and hours of work are told: the colleague's page, the settings, lists, phone and week."""

from datetime import date, time

import pytest
from django.urls import reverse

from accounts.models import Organisation, User
from accounts.walls import as_job, within
from accounts.zones import country_of, is_zone
from cases.actions import keeping
from cases.actions.opening import open_case, record_inquiry
from cases.actions.planning import replan
from cases.actions.sweeping import sweep
from cases.models import Case, Recess
from cases.rules.ladder import Stage
from cases.web.office.forms import PersonForm
from cases.web.office.settings_forms import SettingsForm
from tests.world import told


def as_it_stands(form):
    told = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in told.items()}


def sora_typed(world, **changes):
    with as_job(world.engawa.pk):
        sora = User.objects.select_related("organisation").get(pk=world.sora.pk)
        return as_it_stands(PersonForm(user=sora)) | changes


def hours(world):
    with as_job(world.engawa.pk):
        return User.objects.get(pk=world.sora.pk).hours


def test_an_administrator_gives_a_worker_hours_and_takes_them_back(world, sign_in):
    ada, path = sign_in(world.ada), reverse("person", args=[world.sora.pk])
    assert ada.post(path, sora_typed(world, works_from="10:00", works_until="15:30")).status_code == 302
    assert hours(world) == (time(10), time(15, 30))
    assert ada.post(path, sora_typed(world, works_from="", works_until="")).status_code == 302
    assert hours(world) is None


@pytest.mark.parametrize(
    ("begins", "ends", "says"),
    [("10:00", "", "Enter both hours"), ("", "15:00", "Enter both hours"), ("15:00", "15:30", "at least an hour")],
)
def test_hours_that_are_none_come_back_as_typed_with_the_way_to_mend_them(world, sign_in, begins, ends, says):
    told = sora_typed(world, works_from=begins, works_until=ends)
    answer = sign_in(world.ada, "en").post(reverse("person", args=[world.sora.pk]), told)
    page = answer.content.decode()
    assert (answer.status_code, says in page) == (422, True)
    assert all(f'value="{one}"' in page for one in (begins, ends) if one)
    assert hours(world) is None


def test_the_week_shows_the_hours_and_the_names_of_the_days(world, sign_in, time_machine):
    time_machine.move_to(world.morning)
    with as_job(world.engawa.pk):
        User.objects.filter(pk=world.yuki.pk).update(works_from=time(10), works_until=time(15))
        Recess.objects.create(organisation=world.engawa, name="春休み", starts_on="2026-04-28", ends_on="2026-04-28")
    page = sign_in(world.hana).get("/week/?on=2026-04-29&view=all").content.decode()
    assert all(words in page for words in ("10:00–15:00", "春休み", "昭和の日"))


def test_case_list_and_phone_say_which_rest_the_day_moved_from(world, sign_in):
    on = world.ken.next_due.astimezone(world.engawa.zone).date()
    with as_job(world.engawa.pk):
        Recess.objects.create(organisation=world.engawa, name="花見週間", starts_on=on, ends_on=date(2026, 4, 13))
    with within(world.hana):
        replan(Case.objects.get(pk=world.ken.pk), at=world.morning)
        Case.objects.update(next_earliest=world.morning)  # so that it stands on the phone now
    for who, path in (
        (world.hana, reverse("case", args=[world.ken.pk])),
        (world.hana, "/desk/?view=all"),
        (world.yuki, "/today/"),
        (world.yuki, reverse("brief", args=[world.ken.pk])),
        (world.hana, "/week/?on=2026-04-14&view=all"),
    ):
        assert "花見週間" in sign_in(who).get(path).content.decode(), path


def test_whose_holidays_are_kept_is_chosen_by_the_name_of_the_country(world, sign_in):
    with as_job():
        typed = as_it_stands(SettingsForm(organisation=Organisation.objects.get(pk=world.engawa.pk)))
    ada = sign_in(world.ada)
    assert "韓国" in ada.get("/settings/").content.decode()
    assert ada.post("/settings/", typed | {"holidays_of": "KR"}).status_code == 302
    assert ada.post("/settings/", typed | {"holidays_of": "XX"}).status_code == 422
    with as_job():
        assert Organisation.objects.get(pk=world.engawa.pk).holidays_of == "KR"


@pytest.mark.parametrize(
    ("zone", "country"),
    [("Asia/Tokyo", "JP"), ("Europe/Berlin", "DE"), ("America/New_York", "US"), ("Etc/GMT-9", ""), ("UTC", "")],
)
def test_any_zone_is_one_and_tells_its_country_where_it_has_one(zone, country):
    assert is_zone(zone)
    assert country_of(zone) == country
    assert not is_zone("Asia/Edo")


def another_case(world):
    with within(world.hana):
        case = record_inquiry(told(), by=world.hana, at=world.morning)
        staff = {"coordinator": world.hana, "lead": world.yuki, "second": None}
        open_case(case, **staff, stage=Stage.DOOR, pace=None, by=world.hana, at=world.morning)
        Case.objects.filter(pk=case.pk).update(next_due=world.ken.next_due, next_ends=world.ken.next_ends)


@pytest.mark.parametrize(
    ("at_once", "moved", "left"), [(1, "1 planned contact moved. Coord", 1), (5000, "2 planned", 0)]
)
def test_whoever_closes_the_house_is_told_what_moved_and_when_the_rest_follows(
    world, sign_in, monkeypatch, clock, at_once, moved, left
):
    another_case(world)
    monkeypatch.setattr(keeping, "AT_ONCE", at_once)
    on = str(world.ken.next_due.astimezone(world.engawa.zone).date())
    rest = {"rest-name": "棚卸し", "rest-starts_on": on, "rest-ends_on": on}
    page = sign_in(world.ada, "en").post(reverse("add_recess"), rest, follow=True).content.decode()
    assert moved in page
    assert ("the clock moves the others within 15 minutes" in page) == bool(left)
    assert sweep("calendar", at=world.morning) == left


def test_nothing_that_moved_is_told_where_nothing_did(world, sign_in):
    rest = {"rest-name": "棚卸し", "rest-starts_on": "2027-05-01", "rest-ends_on": "2027-05-01"}
    page = sign_in(world.ada, "en").post(reverse("add_recess"), rest, follow=True).content.decode()
    assert "Saved." in page
    assert "planned contact" not in page
