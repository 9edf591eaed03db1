"""The week in a browser: a plain form is enough; what cannot be is said, with everything still typed."""

import re
from datetime import date, datetime, time

import pytest

from accounts.walls import within
from cases.actions.arriving import arrive
from cases.actions.opening import open_case, record_inquiry
from cases.actions.planning import Going, plan
from cases.actions.week import give_hour
from cases.management.town.census import Town
from cases.management.town.settling import settle
from cases.models import Case, Event, Family, Leave, Visit
from cases.rules.ladder import Stage
from cases.rules.methods import Method
from cases.rules.responses import Response
from tests.web.test_costs import cost
from tests.world import told

FRIDAY = date(2026, 4, 10)


@pytest.fixture(autouse=True)
def today(world, time_machine):
    time_machine.move_to(world.morning, tick=True)


def form(world, **change):
    going = {"worker": str(world.yuki.pk), "second": "", "method": "visit", "on": "2026-04-10", "hour": "14:00",
             "minutes": "60", "aim": "猫の話の続き", "why": ""}  # fmt: skip
    return going | change


def another(world, lead=None) -> Case:
    with within(world.hana):
        case = record_inquiry(told(), by=world.hana, at=world.morning)
        return open_case(case, coordinator=world.hana, lead=lead or world.yuki, second=None, stage=Stage.DOOR,
                         pace=None, by=world.hana, at=world.morning)  # fmt: skip


def agreed(world, case, hour=time(14), *, worker=None):
    with within(world.hana):
        going = Going(worker=worker or world.yuki, hour=hour)
        give_hour(case, method=Method.VISIT, on=FRIDAY, going=going, by=world.hana, at=world.morning)


def page(client, **asked):
    return client.get("/week/", {"on": "2026-04-10", **asked}).content.decode()


def cell(text, worker, day="2026-04-10"):
    row = re.search(rf'<tr data-worker="{worker.pk}".*?</tr>', text, re.S)[0]
    return re.search(rf'<td[^>]*data-day="{day}".*?</td>', row, re.S)[0]


def lane(text):
    return re.search(r'<section class="lane".*?</section>', text, re.S)[0]


def test_a_due_contact_waits_in_the_lane_until_somebody_gives_it_an_hour(world, sign_in):
    hana = sign_in(world.hana)
    assert "花水木さん宅" in lane(page(hana))
    answer = hana.post(f"/week/{world.ken.pk}/", form(world))
    assert answer.headers["Location"] == "/week/?on=2026-04-10&view=mine"
    shown = page(hana)
    assert "花水木さん宅" not in lane(shown)
    assert "14:00–15:00" in cell(shown, world.yuki)


def test_a_pair_stands_in_both_rows_and_each_names_the_other(world, sign_in):
    hana = sign_in(world.hana, "en")
    hana.post(f"/week/{world.ken.pk}/", form(world, second=str(world.sora.pk)))
    shown = page(hana)
    assert "14:00, Yuki together with Sora." in shown
    assert "with Sora" in cell(shown, world.yuki)
    assert "with Yuki" in cell(shown, world.sora)


def test_who_is_elsewhere_is_told_by_name_and_nothing_typed_is_lost(world, sign_in):
    agreed(world, another(world))
    answer = sign_in(world.hana, "en").post(f"/week/{world.ken.pk}/", form(world, hour="14:30"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Yuki is with 花水木さん宅 from 14:00 to 15:00." in text
    assert 'value="14:30"' in text
    assert "猫の話の続き" in text


def test_the_phone_tells_the_agreed_hour_and_who_comes_along(world, sign_in):
    sign_in(world.hana).post(f"/week/{world.ken.pk}/", form(world, second=str(world.sora.pk)))
    for who in (world.yuki, world.sora):
        assert "14:00・Yuki・Sora" in sign_in(who).get(f"/today/{world.ken.pk}/").content.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"hour": "20:30"}, "This touches the quiet hours"),
        ({"on": "2026-04-01", "hour": "8:30"}, "This hour is over already"),
        ({"on": "2026-03-31"}, "Choose a day from today on"),
        ({"method": "letter"}, "This way needs only a day"),
        ({"hour": "夕方"}, "as a clock shows it"),
        ({"hour": "いつか"}, "cannot be read as a time"),
        ({"minutes": "0"}, "greater than or equal to 5"),
    ],
)
def test_what_cannot_be_says_how_to_mend_it(world, sign_in, change, sentence):
    answer = sign_in(world.hana, "en").post(f"/week/{world.ken.pk}/", form(world, **change))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "猫の話の続き" in answer.content.decode()


def test_somebody_who_is_not_on_the_case_does_not_go_alone(world, sign_in):
    answer = sign_in(world.hana, "en").post(f"/week/{world.ken.pk}/", form(world, worker=str(world.sora.pk)))
    assert "Only who is on the case can go" in answer.content.decode()


def test_an_hour_as_the_phone_shows_it_can_be_typed_as_people_say_it(world, sign_in):
    sign_in(world.hana).post(f"/week/{world.ken.pk}/", form(world, hour="午後2時半"))
    with within(world.hana):
        begins = Visit.objects.get(case=world.ken).starts_at
    assert begins == datetime(2026, 4, 10, 14, 30, tzinfo=world.engawa.zone)


def test_a_coordinator_passes_a_limit_with_a_reason_that_stands_in_the_history(world, sign_in):
    late = form(world, hour="20:30", why="夜しか起きていない")
    assert sign_in(world.hana).post(f"/week/{world.ken.pk}/", late).status_code == 302
    with within(world.hana):
        event = Event.objects.get(case=world.ken, what="case.planned")
    assert (event.note, event.facts["passed"]) == ("夜しか起きていない", ["quiet_hours"])


def test_the_undo_leads_back_to_the_week(world, sign_in):
    hana = sign_in(world.hana)
    hana.post(f"/week/{world.ken.pk}/", form(world))
    shown = page(hana)
    undo = re.search(r'action="(/undo/[^"]+|/[^"]*take-back[^"]*)"', shown)[1]
    back = re.search(r'name="next" value="(/week/[^"]+)"', shown)[1].replace("&amp;", "&")
    assert hana.post(undo, {"next": back}).headers["Location"] == back
    assert "花水木さん宅" in lane(page(hana))


def test_undo_never_leads_out_of_the_house(world, sign_in):
    hana = sign_in(world.hana)
    hana.post(f"/week/{world.ken.pk}/", form(world))
    undo = re.search(r'action="(/undo/[^"]+|/[^"]*take-back[^"]*)"', page(hana))[1]
    answer = hana.post(undo, {"next": "https://next.door/"})
    assert answer.headers["Location"] == f"/cases/{world.ken.pk}/"


def test_a_card_carries_the_appointment_it_would_replace(world, sign_in):
    hana = sign_in(world.hana)
    assert 'data-seen=""' in lane(page(hana))
    hana.post(f"/week/{world.ken.pk}/", form(world))
    with within(world.hana):
        stands = Visit.objects.get(case=world.ken).pk
    assert f'data-seen="{stands}"' in cell(page(hana), world.yuki)
    assert 'name="seen"' in page(hana)


def test_whom_somebody_is_with_just_now_waits_for_no_hour(world, sign_in):
    hana = sign_in(world.hana)
    assert "花水木さん宅" in lane(page(hana))
    with within(world.yuki):
        arrive(world.ken, by=world.yuki, at=world.morning)
    assert "花水木さん宅" not in lane(page(hana))


def test_an_appointment_is_laid_back_into_the_lane(world, sign_in):
    hana = sign_in(world.hana)
    hana.post(f"/week/{world.ken.pk}/", form(world))
    assert hana.post(f"/week/{world.ken.pk}/lane/").status_code == 302
    assert "花水木さん宅" in lane(page(hana))
    assert "取り消せる予定がありません" in hana.post(f"/week/{world.ken.pk}/lane/", follow=True).content.decode()


def test_the_form_begins_with_what_is_proposed(world, sign_in):
    text = sign_in(world.hana).get(f"/week/{world.ken.pk}/").content.decode()
    due = world.ken.next_due.astimezone(world.engawa.zone)
    assert f'value="{due:%H:%M}"' in text
    assert f'value="{due.day}"' in text
    assert f'value="{world.yuki.pk}" selected' in text


def test_the_way_from_another_municipality_is_told(world, sign_in):
    other = another(world)
    with within(world.hana):
        Family.objects.filter(pk=other.person.family_id).update(municipality="市川市")
    agreed(world, world.ken)
    agreed(world, other, time(15, 10))
    assert "浦安市から移動。移動の時間が10分しかありません" in cell(page(sign_in(world.hana)), world.yuki)


def test_a_manager_looks_and_changes_nothing(world, sign_in):
    agreed(world, world.ken)
    mio = sign_in(world.mio)
    shown = page(mio)
    assert "花水木さん宅" in cell(shown, world.yuki)
    assert f"/week/{world.ken.pk}/" not in shown
    assert mio.get(f"/week/{world.ken.pk}/").status_code == 404


@pytest.mark.parametrize("who", ["yuki", "ada"])
def test_the_week_of_everybody_is_nobody_elses(world, sign_in, who):
    assert sign_in(getattr(world, who)).get("/week/").status_code == 404


def test_next_door_has_a_week_of_its_own(world, sign_in):
    agreed(world, world.ken)
    assert "花水木" not in page(sign_in(world.rin), view="all")


def test_a_public_holiday_is_called_by_its_name(world, sign_in):
    text = page(sign_in(world.hana, "en"), on="2026-04-29")
    assert "Showa Day" in cell(text, world.yuki, "2026-04-29")


def test_a_leave_is_said_and_why_is_not(world, sign_in):
    with within(world.hana):
        Leave.objects.create(
            organisation=world.engawa,
            user=world.yuki,
            starts_on="2026-04-09",
            ends_on="2026-04-10",
            kind="sick",
            note="熱",
        )
    text = page(sign_in(world.hana, "en"))
    assert "On leave" in cell(text, world.yuki)
    assert "data-closed" in cell(text, world.yuki)
    assert "On leave" not in cell(text, world.yuki, "2026-04-08")
    assert "Ill" not in text
    assert "熱" not in text


@pytest.mark.parametrize("asked", ["9999-12-31", "0001-01-01", "tomorrow", ""])
def test_a_week_out_of_reach_is_the_nearest_one(world, sign_in, asked):
    assert sign_in(world.hana).get("/week/", {"on": asked, "page": "99999999999"}).status_code == 200


def test_a_week_asks_six_questions_for_one_and_for_many(world, sign_in):
    hana = sign_in(world.hana)
    hana.get("/desk/")
    path = "/week/?view=all&on=2026-04-10"
    few = cost(hana, path)[0]
    settle(Town(80, 1, world.morning, years=2.0, active=0.4), world.engawa, 80)
    for lead in (world.yuki, world.sora, world.hana):
        agreed(world, another(world, lead), worker=lead)
    assert cost(hana, path)[0] == few <= 6


def test_the_form_of_one_case_asks_no_more_for_a_full_week(world, sign_in):
    hana = sign_in(world.hana)
    hana.get("/desk/")
    path = f"/week/{world.ken.pk}/"
    few = cost(hana, path)[0]
    for hour in (9, 11, 16):
        agreed(world, another(world), time(hour))
    assert cost(hana, path)[0] == few <= 12


def test_a_visit_that_is_done_shows_when_it_began(world, sign_in):
    with within(world.yuki):
        plan(world.ken, method=Method.VISIT, on=world.morning.date(), by=world.yuki, at=world.morning)
    assert (
        '<span class="hour">14:00ごろ</span>'
        in sign_in(world.hana).get(f"/week/?on={world.morning.date()}").content.decode()
    )
    world.record(Response.VOICE)  # it began at 9:40
    page = sign_in(world.hana).get(f"/week/?on={world.morning.date()}").content.decode()
    assert "ごろ" not in page
    assert '<span class="hour">09:40</span>' in page


def test_what_is_only_proposed_stands_among_the_appointments_as_a_proposal(world, sign_in):
    other, third = another(world), another(world)
    with within(world.hana):
        Family.objects.filter(pk=other.person.family_id).update(nickname="若竹さん宅")
        Family.objects.filter(pk=third.person.family_id).update(nickname="都忘れさん宅")
    agreed(world, third)
    text = sign_in(world.hana).get(f"/week/{world.ken.pk}/").content.decode()
    slips = re.findall(r'<li class="slip.*?</li>', text, re.S)
    assert [("若竹" in one, "提案" in one) for one in slips] == [(True, True), (False, False)]
    assert "花水木さん宅" not in "".join(slips)


def test_a_proposal_of_a_day_that_is_over_is_no_plan_of_the_days_ahead(world, sign_in, time_machine):
    other = another(world)
    with within(world.hana):
        Family.objects.filter(pk=other.person.family_id).update(nickname="若竹さん宅")
    time_machine.move_to("2026-04-07T09:00:00+09:00")
    assert "若竹さん宅" not in sign_in(world.hana).get(f"/week/{world.ken.pk}/").content.decode()


@pytest.mark.parametrize(("on", "leads_back"), [("2026-04-01", False), ("2026-04-05", False), ("2026-04-06", True)])
def test_from_another_week_one_link_leads_back_to_this_one(world, sign_in, on, leads_back):
    text = sign_in(world.hana).get("/week/", {"on": on, "view": "all"}).content.decode()
    assert ('href="?view=all">今週</a>' in text) is leads_back
