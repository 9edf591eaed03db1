"""The worker's phone: what is due, the brief, one chip, and what comes next."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from accounts.walls import within
from cases.actions.arriving import arrive
from cases.actions.contacting import Try, record_contact
from cases.actions.doing import Conflict
from cases.actions.moving import close
from cases.actions.opening import open_case, record_inquiry
from cases.actions.planning import plan
from cases.models import Assignment, Case, Contact, Event, Family, Relative, Visit
from cases.queries.rhythm import foresee
from cases.rules.facts import Concern
from cases.rules.ladder import CloseReason, Stage
from cases.rules.methods import Method
from cases.rules.responses import CHIPS, Response
from cases.rules.rhythm.signals import Past
from tests.web.conftest import TEN
from tests.world import told


def at(world, page):
    return reverse(page, args=[world.ken.pk])


def words(answer):
    return answer.content.decode()


def chip(response="voice", **more):
    return {"id": uuid4(), "method": "visit", "response": response, **more}


def visits(world):
    with within(world.hana):
        return list(Visit.objects.order_by("pk").values_list("state", flat=True))


# --- today ---


def test_today_says_who_how_and_for_which_time(world, yuki):
    world.record(Response.PRESENCE)
    page = words(yuki.get("/today/"))
    assert "花水木さん宅" in page
    assert "2回目" in page
    assert "前回から3日" in page


def test_a_name_never_stands_on_the_phones_list_or_brief(world, yuki):
    assert "山﨑" not in words(yuki.get("/today/")) + words(yuki.get(at(world, "brief")))


def test_a_standing_concern_marks_the_row(world, yuki):
    assert "心配あり" not in words(yuki.get("/today/"))
    yuki.post(at(world, "phone_record"), chip(concern="food"))
    assert "心配あり" in words(yuki.get("/today/"))


def test_a_warning_about_the_house_marks_the_row_and_stands_on_top_of_the_brief(world, yuki):
    with within(world.hana):
        Family.objects.update(approach="父の在宅中は訪問しない")
    assert "注意" in words(yuki.get("/today/"))
    assert words(yuki.get(at(world, "brief"))).index("父の在宅中") < words(yuki.get(at(world, "brief"))).index(
        "これまで"
    )


def test_what_nobody_settled_comes_last_and_overdue_first(world, yuki, clock):
    with within(world.hana):
        for name, stage in (("若竹さん宅", Stage.LETTER), ("都忘れさん宅", Stage.DOOR)):
            case = record_inquiry(told(), by=world.hana, at=world.morning)
            Family.objects.filter(pk=case.person.family_id).update(nickname=name)
            open_case(case, coordinator=world.hana, lead=world.yuki, second=None, stage=stage, pace=None,
                      by=world.hana, at=now() if stage is Stage.DOOR else world.morning)  # fmt: skip
    clock.move_to("2026-04-04T10:10:00+09:00")
    page = words(yuki.get("/today/"))
    assert page.index("花水木さん宅") < page.index("日時なし") < page.index("若竹さん宅")
    assert page.index("若竹さん宅") < page.index("この先の1週間") < page.index("都忘れさん宅")


def test_a_call_to_the_family_is_one_tap(world, yuki):
    with within(world.hana):
        Relative.objects.update(phone="+819000001234")
    with within(world.yuki):
        plan(world.ken, method=Method.PHONE, on=now().date(), by=world.yuki, at=now())
    page = words(yuki.get("/today/"))
    assert 'href="tel:+819000001234"' in page
    assert "母に電話" in page


def test_a_coordinator_who_leads_a_case_has_a_today_too(world, sign_in, clock):
    assert "ゆっくり" in words(sign_in(world.hana).get("/today/"))
    with within(world.hana):
        case = record_inquiry(told(), by=world.hana, at=world.morning)
        open_case(case, coordinator=world.hana, lead=world.hana, second=None, stage=Stage.DOOR, pace=None,
                  by=world.hana, at=world.morning)  # fmt: skip
    assert "花水木さん宅" in words(sign_in(world.hana).get("/today/"))


def test_today_costs_the_same_for_one_and_for_many(world, yuki):
    yuki.get("/today/")
    with CaptureQueriesContext(connection) as one:
        yuki.get("/today/")
    with within(world.hana):
        for _ in range(5):
            case = record_inquiry(told(), by=world.hana, at=world.morning)
            open_case(case, coordinator=world.hana, lead=world.yuki, second=None, stage=Stage.DOOR, pace=None,
                      by=world.hana, at=world.morning)  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        assert words(yuki.get("/today/")).count('class="is-') == 6
    assert len(many) == len(one)


# --- the brief, arriving, and taking that back ---


def test_the_brief_tells_the_last_three_in_the_words_of_their_method(world, yuki):
    for days, method, response in ((0, "letter", "took_letter"), (1, "phone", "presence"), (2, "visit", "voice")):
        world.record(Response(response), method=Method(method), days=days)
    page = words(yuki.get(at(world, "brief")))
    assert page.index("扉ごしに声") < page.index("聞いている様子") < page.index("受け取った")


def test_the_aim_of_the_plan_stands_on_the_brief(world, yuki):
    with within(world.yuki):
        plan(world.ken, method=Method.VISIT, on=now().date(), aim="5分、声だけ", by=world.yuki, at=now())
    assert "5分、声だけ" in words(yuki.get(at(world, "brief")))


@pytest.mark.parametrize(("method", "button"), [("letter", "手紙を出しました"), ("phone", "電話をかけました")])
def test_a_method_without_a_door_has_no_arriving(world, yuki, method, button):
    with within(world.yuki):
        plan(world.ken, method=Method(method), on=now().date(), by=world.yuki, at=now())
    page = words(yuki.get(at(world, "brief")))
    assert button in page
    assert "着きました" not in page


def test_arriving_twice_is_arriving_once(world, yuki):
    for _ in range(2):
        assert yuki.post(at(world, "arrived")).headers["Location"] == at(world, "phone_record")
    assert visits(world) == ["under_way"]
    with within(world.hana):
        assert Event.objects.filter(what="visit.arrived").count() == 1


def test_an_arrival_taken_back_leaves_no_visit(world, yuki):
    yuki.post(at(world, "arrived"))
    assert "10:00に到着" in words(yuki.get(at(world, "brief")))
    yuki.post(at(world, "not_arrived"))
    assert visits(world) == ["cancelled"]
    assert "着きました" in words(yuki.get(at(world, "brief")))


def test_an_arrival_taken_back_leaves_an_accepted_plan_as_it_was(world, yuki):
    with within(world.yuki):
        plan(world.ken, method=Method.VISIT, on=now().date(), by=world.yuki, at=now())
    yuki.post(at(world, "arrived"))
    yuki.post(at(world, "not_arrived"))
    assert visits(world) == ["planned"]


def test_an_arrival_forgotten_yesterday_does_not_count_for_today(world, sign_in, clock):
    sign_in(world.yuki).post(at(world, "arrived"))
    clock.move_to("2026-04-05T15:00:00+09:00")
    yuki = sign_in(world.yuki)
    assert "着きました" in words(yuki.get(at(world, "brief")))
    yuki.post(at(world, "arrived"))
    assert "15:00〜" in words(yuki.get(at(world, "phone_record")))


def test_a_reader_of_english_is_told_since_when_a_visit_lasts(world, sign_in):
    client = sign_in(world.yuki, "en")
    client.post(at(world, "arrived"))
    pages = [words(client.get(place)) for place in (at(world, "phone_record"), "/today/")]
    assert [bool(re.search(r"since \d\d:\d\d", page)) for page in pages] == [True, True]
    assert ["〜" in page for page in pages] == [False, False]


def test_nobody_arrives_at_a_closed_case(world, yuki):
    with within(world.hana):
        close(world.ken, CloseReason.IBASHO, note="", by=world.hana, at=now())
        with pytest.raises(Conflict, match="not_open"):
            arrive(world.ken, by=world.hana, at=now())
    assert yuki.post(at(world, "arrived")).headers["Location"] == at(world, "brief")


# --- recording ---


def test_the_minutes_are_counted_from_the_arrival(world, yuki, clock):
    yuki.post(at(world, "arrived"))
    clock.move_to("2026-04-04T10:25:00+09:00")
    page = words(yuki.get(at(world, "phone_record")))
    assert "10:00〜" in page
    assert "20分たちました" in page
    yuki.post(at(world, "phone_record"), chip(started_at=TEN))
    with within(world.hana):
        assert Contact.objects.values_list("minutes", "started_at")[0] == (25, now() - timedelta(minutes=25))


@pytest.mark.parametrize("moment", ["started_at", "happened_at"])
@pytest.mark.parametrize(
    "told", ["0001-01-01T00:00:00+14:00", "0001-01-01T01:00:00+00:00", "9999-12-31T23:00:00+00:00"]
)
def test_a_moment_no_clock_can_show_is_taken_for_now(world, yuki, moment, told):
    assert yuki.post(at(world, "phone_record"), chip(**{moment: told})).status_code == 302
    with within(world.yuki):
        assert Contact.objects.get().started_at == now()


def test_a_double_tap_is_one_contact_even_a_minute_later(world, yuki, clock):
    yuki.post(at(world, "arrived"))
    form = chip(started_at=TEN)
    for minute in (10, 11):
        clock.move_to(f"2026-04-04T10:{minute}:00+09:00")
        assert yuki.post(at(world, "phone_record"), form).headers["Location"] == at(world, "phone_done")
    with within(world.hana):
        assert Contact.objects.count() == 1


def test_other_words_under_the_same_id_are_refused(world, yuki):
    form = chip()
    yuki.post(at(world, "phone_record"), form)
    assert yuki.post(at(world, "phone_record"), form | {"response": "no_sign"}).status_code == 422


def test_without_a_chip_it_says_so_and_keeps_every_word(world, yuki):
    answer = yuki.post(at(world, "phone_record"), chip("", note="猫の話", concern="food", started_at=TEN))
    page = words(answer)
    assert answer.status_code == 422
    assert "猫の話" in page
    assert 'value="food" checked' in page
    assert f'value="{TEN}"' in page


def test_another_method_has_other_chips_without_any_script(world, yuki):
    page = words(yuki.get(at(world, "phone_record") + "?method=letter"))
    shown = page.split("<template")[0]
    assert "投函" in shown or "届けた" in shown
    assert "扉ごしに声" not in shown


def test_a_closed_method_is_not_offered(world, yuki):
    world.record(Response.REFUSED, method=Method.PHONE)
    assert "?method=phone" not in words(yuki.get(at(world, "phone_record")))


def test_each_chip_brings_three_phrases(world, yuki):
    page = words(yuki.get(at(world, "phone_record")))
    assert "足音が聞こえました。\nテレビかゲームの音がしていました。\n声をかけると物音がしました。" in page


def test_a_concern_is_kept_with_the_contact(world, yuki):
    yuki.post(at(world, "phone_record"), chip(concern="self_harm"))
    with within(world.hana):
        assert Contact.objects.get().concern == "self_harm"


@pytest.mark.parametrize(
    ("concern", "who", "says"), [("self_harm", "yuki", True), ("none", "yuki", False), ("food", "hana", False)]
)
def test_after_a_concern_it_says_that_the_coordinator_was_told(world, sign_in, clock, concern, who, says):
    client = sign_in(getattr(world, who))
    page = words(client.post(at(world, "phone_record"), chip(concern=concern), follow=True))
    assert ("コーディネーターに伝えました" in page) == says


def test_after_a_contact_of_today_the_list_counts_no_days(world, yuki):
    world.record(Response.PRESENCE, days=3)
    with within(world.yuki):
        case = Case.objects.get(pk=world.ken.pk)
        plan(case, method=Method.VISIT, on=now().date(), by=world.yuki, at=now())
    page = words(yuki.get("/today/"))
    assert "今日連絡済み" in page
    assert "前回から0日" not in page


# --- what comes next ---


def save(world, method, response, moment, concern=Concern.NONE):
    with within(world.yuki):
        case = Case.objects.select_related("organisation", "lead").get(pk=world.ken.pk)
        foreseen = foresee(case, moment)(
            Past(method=method, response=response, started_at=moment, concern=concern != Concern.NONE)
        )
        one = Try(id=uuid4(), method=method, response=response, started_at=moment, concern=concern)
        record_contact(case, one, by=world.yuki, at=moment)
    return foreseen, world.see_ken()


@pytest.mark.parametrize("method", [Method.VISIT, Method.LETTER, Method.PHONE, Method.MESSAGE, Method.ACCOMPANIMENT])
@pytest.mark.parametrize(
    "past", [(), (Response.VOICE,), (Response.NO_SIGN, Response.NO_SIGN)], ids=["new", "voice", "silent"]
)
def test_what_the_chip_foresees_is_what_comes(world, method, past):
    for days, response in enumerate(past):
        world.record(response, days=7 * days)
    moment = world.morning + timedelta(days=21)
    for response in CHIPS[method]:
        for concern in (Concern.NONE, Concern.FOOD):
            foreseen, ken = save(world, method, response, moment, concern)
            came = (ken.next_method, ken.next_earliest, ken.next_due, ken.next_latest, ken.next_reason, ken.next_facts)
            assert came == (
                foreseen.method, foreseen.earliest, foreseen.due, foreseen.latest, foreseen.reason, foreseen.facts
            ), response  # fmt: skip
            moment += timedelta(days=7)


def test_who_came_along_is_kept(world, yuki):
    assert "一緒に行った人" not in words(yuki.get(at(world, "phone_record")))
    with within(world.hana):
        Assignment.objects.create(
            organisation=world.engawa, case=world.ken, worker=world.sora, part="second", started_at=now()
        )
    assert "一緒に行った人" in words(yuki.get(at(world, "phone_record")))
    yuki.post(at(world, "phone_record"), chip(second=world.sora.pk))
    with within(world.hana):
        assert Contact.objects.get().second_id == world.sora.pk


def test_nobody_comes_along_who_is_not_on_the_case(world, yuki):
    yuki.post(at(world, "phone_record"), chip(second=world.mio.pk))
    with within(world.hana):
        assert Contact.objects.get().second_id is None


def test_the_next_step_is_taken_in_one_tap(world, yuki):
    yuki.post(at(world, "phone_record"), chip())
    world.see_ken()
    day = world.ken.next_due.astimezone(world.engawa.zone).date()
    answer = yuki.post(at(world, "phone_done"), {"method": world.ken.next_method, "on": day.isoformat()})
    assert answer.headers["Location"] == "/today/"
    assert world.see_ken().next_accepted


def test_a_letter_instead_on_another_day(world, yuki):
    answer = yuki.post(at(world, "phone_record"), chip(then="letter"))
    assert answer.headers["Location"].endswith("?change=letter")
    assert "手紙の予定にする" in words(yuki.get(answer.headers["Location"]))
    yuki.post(at(world, "phone_done"), {"method": "letter", "on": "2026-04-20"})
    assert world.see_ken().next_method == "letter"


def test_a_day_gone_by_is_refused_with_a_sentence(world, yuki):
    answer = yuki.post(at(world, "phone_done"), {"method": "letter", "on": "2026-04-01"})
    assert answer.status_code == 422
    assert "今日から1年以内" in words(answer) or "今日以降" in words(answer)


def test_a_manager_reads_what_comes_next_and_changes_nothing(world, sign_in, clock):
    mio = sign_in(world.mio)
    assert "この予定にする" not in words(mio.get(at(world, "phone_done")))
    assert mio.post(at(world, "phone_done"), {"method": "letter", "on": "2026-04-20"}).status_code == 404


def test_no_page_of_the_phone_names_the_person(world, yuki):
    for page in ("brief", "phone_record", "phone_done"):
        assert "山﨑" not in words(yuki.get(at(world, page))), page


def test_each_look_leaves_a_reading(world, yuki):
    for page in ("brief", "phone_record", "phone_done"):
        yuki.get(at(world, page))
    assert {page for _by, page in world.readings()} == {"brief", "record", "next"}


def test_a_word_the_family_passes_on_is_one_tap_and_counts(world, yuki):
    yuki.post(at(world, "phone_record"), chip("family_only", method="family_meeting", relayed="on"))
    with within(world.hana):
        assert Contact.objects.latest("written_at").relayed
    assert len(world.see_ken().recent) == 1
