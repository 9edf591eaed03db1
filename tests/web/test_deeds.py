"""A coordinator's and a worker's deeds, posted as their forms post them."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import User
from accounts.walls import as_job, within
from cases.actions.doing import Conflict
from cases.actions.moving import close
from cases.actions.opening import record_inquiry
from cases.models import Case, Contact, Event, Visit
from cases.rules.ladder import CloseReason
from cases.rules.responses import Response
from tests.web.conftest import DAY_AFTER, try_fields
from tests.world import told as inquiry


def test_a_contact_is_saved_and_the_next_one_stands_with_its_reason(world, post):
    assert post(world.yuki, "case_contact", **try_fields()).status_code == 302
    world.see_ken()
    assert (world.ken.last_response, world.ken.next_method) == ("voice", "visit")


def test_sent_twice_it_is_stored_once(world, post):
    fields = try_fields()
    for _ in range(2):
        assert post(world.yuki, "case_contact", **fields).status_code == 302
    with within(world.hana):
        assert Contact.objects.count() == 1


def test_a_bad_form_answers_422_and_keeps_every_word(world, post):
    answer = post(world.yuki, "case_contact", **try_fields(minutes="-3", note="猫の話をした"))
    assert answer.status_code == 422
    assert "猫の話をした" in answer.content.decode()


def test_a_contact_in_the_future_is_refused_with_a_sentence(world, post):
    answer = post(world.yuki, "case_contact", **try_fields(on="2026-04-03"))
    assert answer.status_code == 422
    assert "日時が未来になっています" in answer.content.decode()


def test_a_correction_is_a_new_entry_that_points_to_the_old(world, post):
    old = world.record(Response.NO_SIGN)
    post(world.yuki, "case_contact", **try_fields(corrects=old.pk))
    with within(world.hana):
        assert Contact.objects.get(corrects=old).response == "voice"
    assert world.see_ken().silent_streak == 0


def test_a_refusal_cancels_what_was_planned_and_only_a_coordinator_opens_it_again(world, post):
    post(world.yuki, "case_plan", method="visit", on="2026-04-06")
    post(world.yuki, "case_contact", **try_fields(response="refused"))
    with within(world.hana):
        assert Case.objects.get(pk=world.ken.pk).closed_methods == ["visit"]
        assert not Visit.objects.filter(state="planned").exists()
    assert post(world.yuki, "case_plan", method="visit", on="2026-04-06").status_code == 422
    assert post(world.yuki, "case_open-method", scope="visit", answer="agreed", reason="x").status_code == 404
    assert (
        post(world.hana, "case_open-method", scope="visit", answer="agreed", reason="手紙で本人から").status_code == 302
    )
    assert world.see_ken().closed_methods == []


def test_two_coordinators_move_the_same_case_and_the_second_is_told(world, post):
    assert post(world.hana, "case_move", was="door", to="face", why="扉が開いた").status_code == 302
    second = post(world.hana, "case_move", was="door", to="letter", why="静かにしたい")
    assert second.status_code == 422
    assert "静かにしたい" in second.content.decode()


def test_a_worker_moves_up_only_with_a_contact_that_shows_it(world, post):
    assert post(world.yuki, "case_move", was="door", to="face", why="").status_code == 422
    world.record(Response.DOOR_OPENED)
    assert post(world.yuki, "case_move", was="door", to="face", why="").status_code == 302


def test_a_stale_edit_shows_both_versions_and_loses_nothing(world, post):
    same = {"family_name": "山﨑", "given_name": "健", "sex": "unknown", "outing": "unknown", "version": 1}
    assert post(world.hana, "case_edit", **same, talk_about="猫").status_code == 302
    second = post(world.hana, "case_edit", **same, talk_about="電車")
    assert second.status_code == 422
    assert "猫" in second.content.decode()
    assert "電車" in second.content.decode()


def test_a_rest_removes_the_plan_and_its_end_brings_a_new_one(world, post):
    post(world.hana, "case_pause", scope="case", reason="本人の希望")
    assert (world.see_ken().standing, world.ken.next_due) == ("paused", None)
    post(world.hana, "case_resume")
    assert world.see_ken().next_due is not None


def test_closing_needs_a_reason_code_and_reopening_plans_again(world, post):
    assert post(world.hana, "case_close", reason="").status_code == 422
    post(world.hana, "case_close", reason="ibasho")
    assert (world.see_ken().standing, world.ken.next_due) == ("closed", None)
    post(world.hana, "case_reopen", why="また声がした")
    assert world.see_ken().standing == "open"


def test_a_case_ends_after_a_serious_concern_only_with_a_word_on_it(world, post, sign_in):
    address = reverse("case_close", args=[world.ken.pk])
    calm = sign_in(world.hana).get(address).content.decode()
    assert "自傷" not in calm
    post(world.yuki, "case_contact", **try_fields(concern="self_harm"))
    page = sign_in(world.hana).get(address).content.decode()
    assert "2026年4月2日（木）に「自傷のおそれ」の記録があります" in page
    silent = post(world.hana, "case_close", reason="moved_away", note="  ")
    assert (silent.status_code, "自傷のおそれ" in silent.content.decode()) == (422, True)
    assert post(world.hana, "case_close", reason="moved_away", note="保健所が引き継ぐ").status_code == 302
    with within(world.hana):
        closed = Event.objects.get(what="case.closed")
    assert (closed.note, closed.facts["despite"]) == ("保健所が引き継ぐ", ["self_harm_lately"])


def test_a_serious_concern_told_while_the_page_was_open_holds_the_end_back(world, post):
    post(world.yuki, "case_contact", **try_fields(concern="violence"))
    with within(world.hana), pytest.raises(Conflict, match="needs_word_on_concern"):
        close(world.ken, CloseReason.MOVED_AWAY, note=" ", by=world.hana, at=now())
    assert world.see_ken().standing == "open"


def test_a_concern_corrected_away_holds_nothing_back(world, post):
    first = try_fields(concern="self_harm")
    post(world.yuki, "case_contact", **first)
    post(world.yuki, "case_contact", **try_fields(corrects=first["id"]))
    assert post(world.hana, "case_close", reason="ibasho").status_code == 302


def test_after_a_hand_over_the_one_before_finds_nothing_here(world, post, sign_in):
    post(world.hana, "case_hand-over", to=world.sora.pk, note="猫の話から", why="異動")
    assert sign_in(world.yuki).get(reverse("case", args=[world.ken.pk])).status_code == 404
    assert sign_in(world.sora).get(reverse("case", args=[world.ken.pk])).status_code == 200


def test_four_taps_on_the_phone(world, post, sign_in):
    assert sign_in(world.yuki).get(reverse("brief", args=[world.ken.pk])).status_code == 200
    assert post(world.yuki, "arrived").status_code == 302
    answer = post(world.yuki, "phone_record", id=uuid4(), method="visit", response="voice")
    assert answer.status_code == 302
    assert "次の一歩" in sign_in(world.yuki).get(answer.headers["Location"]).content.decode()


def test_the_answers_are_those_of_the_method(world, post):
    answer = post(world.yuki, "case_contact", **try_fields(method="letter", response="door_opened", note="猫"))
    assert answer.status_code == 422
    assert "「扉が開いた」は「手紙」の様子にはありません" in answer.content.decode()
    assert "猫" in answer.content.decode()


def test_without_scripts_another_method_shows_its_answers_and_keeps_what_was_typed(world, post):
    fields = try_fields(method="letter", response="", note="猫の話", on="R8.4.1", again="1")
    page = post(world.yuki, "case_contact", **fields).content.decode()
    opened = page[page.index('data-method="letter"') :].split(">", 1)[0]
    assert "hidden" not in opened
    assert "猫の話" in page
    assert "errors-title" not in page
    with within(world.hana):
        assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("on", "time", "minutes", "kept"),
    [
        ("R8.4.1", "午後2時半", "1時間半", 90),
        ("２０２６年４月１日", "１４：３０", "０", 0),
        ("2026-04-01", "14:30", "", None),
    ],
)
def test_day_time_and_minutes_are_read_as_people_write_them(world, post, on, time, minutes, kept):
    assert post(world.yuki, "case_contact", **try_fields(on=on, time=time, minutes=minutes)).status_code == 302
    with within(world.hana):
        contact = Contact.objects.get()
    assert contact.minutes == kept
    assert contact.started_at.astimezone(world.engawa.zone).strftime("%Y-%m-%d %H:%M") == "2026-04-01 14:30"


def test_everything_one_can_tell_of_a_contact_is_kept(world, post):
    more = {
        "second": world.sora.pk,
        "observed_by": "mother",
        "incoming": "on",
        "concern": "food",
        "with_whom": "relative",
    }
    assert post(world.yuki, "case_contact", **try_fields(**more)).status_code == 302
    with within(world.hana):
        one = Contact.objects.get()
    told = (one.second_id, one.observed_by, one.direction, one.concern, one.with_whom)
    assert told == (world.sora.pk, "mother", "incoming", "food", "relative")


def test_a_meeting_with_the_family_is_with_the_family(world, post):
    post(world.yuki, "case_contact", **try_fields(method="family_meeting", response="family_only"))
    assert world.see_ken().family_last_at is not None


def test_a_closed_way_is_written_down_only_after_a_warning(world, post):
    world.record(Response.REFUSED)
    first = post(world.yuki, "case_contact", **try_fields(time="9:50", response="no_sign"))
    assert first.status_code == 422
    assert "本人はこの方法を望んでいません" in first.content.decode()
    assert (
        post(world.yuki, "case_contact", **try_fields(time="9:50", response="no_sign", despite="on")).status_code == 302
    )


def test_a_refusal_says_at_once_what_it_closed(world, sign_in, time_machine):
    time_machine.move_to(DAY_AFTER, tick=False)
    address = reverse("case_contact", args=[world.ken.pk])
    page = sign_in(world.yuki).post(address, try_fields(response="refused"), follow=True).content.decode()
    assert "での連絡はだれも行いません" in page


def test_the_form_of_a_correction_comes_filled_with_the_old_words(world, sign_in):
    old = world.record(Response.VOICE)
    page = sign_in(world.yuki).get(reverse("case_contact", args=[world.ken.pk]), {"corrects": old.pk}).content.decode()
    assert 'value="voice" checked' in page
    assert str(old.pk) in page


def test_accepting_is_one_tap_and_ten_minutes_long_it_can_be_taken_back(world, post, sign_in, time_machine):
    time_machine.move_to(DAY_AFTER, tick=False)
    client = sign_in(world.yuki)
    page = client.get(reverse("case", args=[world.ken.pk])).content.decode()
    on = page.split('name="on" value="')[1].split('"')[0]
    shown = client.post(reverse("case_plan", args=[world.ken.pk]), {"method": "visit", "on": on}, follow=True)
    assert world.see_ken().next_accepted
    undo = shown.content.decode().split('action="/take-back/')[1].split('"')[0]
    assert sign_in(world.sora).post(f"/take-back/{undo}").status_code == 404
    assert client.post(f"/take-back/{undo}").status_code == 302
    assert not world.see_ken().next_accepted
    assert client.post(f"/take-back/{undo}").status_code == 302  # twice: nothing more happens
    assert client.post("/take-back/forged:1:x/").status_code == 404
    time_machine.shift(11 * 60)
    assert "時間がたった" in client.post(f"/take-back/{undo}", follow=True).content.decode()


@pytest.mark.parametrize(
    ("page", "fields", "what"),
    [
        ("case_move", {"was": "door", "to": "letter", "why": ""}, ("stage", "door")),
        ("case_pause", {"scope": "case", "reason": "x"}, ("standing", "open")),
        ("case_close", {"reason": "other"}, ("standing", "open")),
    ],
)
def test_each_deed_with_an_honest_reverse_offers_it(world, sign_in, time_machine, page, fields, what):
    time_machine.move_to(DAY_AFTER, tick=False)
    client = sign_in(world.hana)
    shown = client.post(reverse(page, args=[world.ken.pk]), fields, follow=True).content.decode()
    assert getattr(world.see_ken(), what[0]) != what[1]
    client.post("/take-back/" + shown.split('action="/take-back/')[1].split('"')[0])
    assert getattr(world.see_ken(), what[0]) == what[1]


def test_the_second_mover_learns_who_was_first_and_saves_again_without_typing(world, post):
    post(world.yuki, "case_move", was="door", to="letter", why="")
    second = post(world.hana, "case_move", was="door", to="phone", why="電話がよい")
    page = second.content.decode()
    assert (second.status_code, "Yuki" in page, "電話がよい" in page) == (422, True, True)
    assert 'name="was" value="letter"' in page
    assert post(world.hana, "case_move", was="letter", to="phone", why="電話がよい").status_code == 302


def test_a_bad_word_in_a_form_is_told_on_top_and_beside_its_field(world, post):
    page = post(world.hana, "case_pause", scope="case", reason="", until_year="2026", until_month="2", until_day="30")
    assert page.status_code == 422
    assert page.content.decode().count("暦にありません") >= 2


def test_consent_is_heard_with_the_way_it_came(world, post):
    fields = {"scope": "visit", "answer": "refused", "way": "through_family", "how": "もう来ないで"}
    assert post(world.yuki, "case_consent", **fields).status_code == 302
    assert world.see_ken().closed_methods == ["visit"]
    again = post(world.yuki, "case_consent", **fields | {"answer": "agreed"})
    assert again.status_code == 422
    assert "コーディネーターだけ" in again.content.decode()


def test_only_what_is_closed_can_be_opened(world, post):
    assert post(world.hana, "case_open-method", scope="visit", answer="agreed", reason="x").status_code == 422


def test_a_second_worker_is_chosen_with_the_load_in_view(world, post, sign_in):
    page = sign_in(world.hana).get(reverse("case_second", args=[world.ken.pk])).content.decode()
    assert "Sora（0件／上限20件）" in page
    assert post(world.hana, "case_second", to=world.sora.pk, why="二人で").status_code == 302
    assert sign_in(world.sora).get(reverse("case", args=[world.ken.pk])).status_code == 200


def test_a_worker_over_capacity_may_be_chosen_and_it_is_said(world, sign_in, time_machine):
    time_machine.move_to(DAY_AFTER, tick=False)
    with as_job(world.engawa.pk):
        User.objects.filter(pk=world.yuki.pk).update(capacity=1)
    with within(world.hana):
        case = record_inquiry(inquiry(), by=world.hana, at=world.morning)
    fields = {"coordinator": world.hana.pk, "lead": world.yuki.pk, "stage": "letter"}
    page = sign_in(world.hana).post(reverse("case_open", args=[case.pk]), fields, follow=True).content.decode()
    assert "上限を超えて" in page


def test_the_lead_is_not_asked_to_be_second_too(world, sign_in):
    with within(world.hana):
        case = record_inquiry(inquiry(), by=world.hana, at=world.morning)
    fields = {"coordinator": world.hana.pk, "lead": world.yuki.pk, "second": world.yuki.pk, "stage": "letter"}
    assert sign_in(world.hana).post(reverse("case_open", args=[case.pk]), fields).status_code == 422


def test_an_hour_nobody_remembers_is_not_invented(world, post):
    post(world.yuki, "case_contact", **try_fields(on="2026-04-01", time=""))
    post(world.yuki, "case_contact", **try_fields(on="2026-04-02", time=" "))  # today, before noon
    with within(world.hana):
        first, second = Contact.objects.order_by("started_at")
    assert (first.time_told, second.time_told) == (False, False)
    assert first.started_at.astimezone(world.engawa.zone).hour == 12
    assert second.started_at.astimezone(world.engawa.zone).hour == 10


def test_a_time_that_cannot_be_read_says_how_to_write_it(world, post):
    answer = post(world.yuki, "case_contact", **try_fields(time="いつもの時間", note="猫"))
    assert answer.status_code == 422
    assert "14:30" in answer.content.decode()
    assert "いつもの時間" in answer.content.decode()


@pytest.mark.parametrize(
    ("on", "told", "stands"), [("2026-04-01", "夕方ごろ", "17:00"), ("2026-04-01", "afternoon", "15:00"),
                               ("2026-04-02", "夕方", "10:00")],
)  # fmt: skip
def test_a_part_of_the_day_is_kept_as_its_hour_and_never_ahead_of_now(world, post, on, told, stands):
    assert post(world.yuki, "case_contact", **try_fields(on=on, time=told)).status_code == 302
    with within(world.hana):
        assert f"{Contact.objects.get().started_at.astimezone(world.engawa.zone):%H:%M}" == stands


@pytest.mark.parametrize(
    ("page", "fields", "beside", "says"),
    [
        ("case_pause", {"scope": "case", "reason": "x", "until": "2026-04-02"}, "until", "明日以降の日"),
        ("case_plan", {"method": "visit", "on": "2026-04-01"}, "on", "今日から1年以内"),
        ("case_move", {"to": "face", "was": "door", "why": ""}, "why", "理由"),
    ],
)
def test_a_refusal_stands_beside_the_field_that_mends_it(world, post, page, fields, beside, says):
    answer = post(world.hana, page, **fields)
    form = answer.context["form"]
    assert (answer.status_code, list(form.errors)) == (422, [beside])
    assert says in str(form.errors[beside])
    assert f'href="#{form[beside].id_for_label or form[beside].auto_id}"' in answer.content.decode()


def test_nobody_opens_a_method_without_seeing_what_was_refused(world, post, sign_in):
    post(world.yuki, "case_consent", scope="visit", answer="refused", way="through_family", how="「来ないで」")
    post(world.yuki, "case_consent", scope="letter", answer="agreed", way="spoken", how="")
    page = sign_in(world.hana).get(reverse("case_open-method", args=[world.ken.pk])).content.decode()
    told = page.split("closed-now")[1].split("</dl>")[0]
    assert all(
        part in told for part in ("訪問", "2026年4月2日", "家族を通じて", "Yuki", "「来ないで」", "2026年6月1日")
    )
    assert "手紙" not in told
