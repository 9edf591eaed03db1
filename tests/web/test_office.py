"""People, settings and stuck letters, for an administrator who sees no case."""

import re
from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import override

from accounts.models import Organisation, Session, User
from accounts.roles import Role
from accounts.walls import as_job, as_sign_in, within
from cases.actions.doing import Conflict
from cases.actions.staffing import invite, let_go
from cases.models import Event, Notice, Recess
from cases.models.office_words import role_word
from cases.rules.rhythm.propose import within as is_quiet
from cases.web.office.forms import PersonForm
from cases.web.office.settings_forms import SettingsForm
from tests.world import PASSWORD, user


@pytest.fixture
def ada(world, sign_in) -> Client:
    return sign_in(world.ada, "en")


def typed(world, who: User, **changes) -> dict:
    """The person's page as it stands, with some answers changed."""
    with as_job(world.engawa.pk):
        form = PersonForm(user=User.objects.select_related("organisation").get(pk=who.pk))
    told = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in told.items()} | changes


def settings_typed(world, **changes) -> dict:
    with as_job():
        form = SettingsForm(organisation=Organisation.objects.get(pk=world.engawa.pk))
    told = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in told.items()} | changes


def stored(world) -> Organisation:
    with as_job():
        return Organisation.objects.get(pk=world.engawa.pk)


def events(world) -> list[str]:
    with within(world.ada):
        return list(Event.objects.order_by("pk").values_list("what", flat=True))


def test_an_address_of_next_door_is_refused_in_a_sentence_that_tells_no_more(world, ada):
    answer = ada.post("/people/", {"name": "Rin", "email": world.rin.email.upper(), "role": "worker", "language": "ja"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This address cannot be used" in page
    assert "Madobe" not in page
    assert 'value="Rin"' in page


def test_an_administrator_changes_how_someone_works(world, ada):
    page = reverse("person", args=[world.sora.pk])
    answer = ada.post(page, typed(world, world.sora, weekdays=["0", "5"], capacity=3, kana="ソラ", language="en"))
    assert answer.status_code == 302
    with as_job(world.engawa.pk):
        sora = User.objects.get(pk=world.sora.pk)
    assert (sora.weekdays, sora.capacity, sora.kana, sora.language) == (0b0100001, 3, "ソラ", "en")
    assert events(world)[-1] == "user.changed"


def test_an_administrator_changes_an_address_but_not_to_a_known_one(world, ada):
    page = reverse("person", args=[world.sora.pk])
    assert ada.post(page, typed(world, world.sora, email=world.rin.email)).status_code == 422
    assert ada.post(page, typed(world, world.sora, email="Sora.New@Example.org")).status_code == 302
    with as_job(world.engawa.pk):
        assert User.objects.get(pk=world.sora.pk).email == "sora.new@example.org"


def test_two_administrators_do_not_overwrite_each_other_unseen(world, ada):
    page, opened = reverse("person", args=[world.sora.pk]), typed(world, world.sora, capacity=7)
    ada.post(page, typed(world, world.sora, capacity=4))
    answer = ada.post(page, opened)
    assert answer.status_code == 422
    assert "How many open cases at most: 4" in answer.content.decode()
    again = re.search(r'name="seen" value="(\w+)"', answer.content.decode())[1]
    assert ada.post(page, opened | {"seen": again}).status_code == 302


def test_open_cases_are_counted_and_those_who_can_hand_over_are_named(world, ada):
    page = ada.get(reverse("person", args=[world.yuki.pk])).content.decode()
    assert "This person still carries 1 case." in page
    assert "Hana" in page
    assert f"/desk/?view=all&amp;worker={world.yuki.pk}" in page
    assert reverse("let_go", args=[world.yuki.pk]) not in page


@pytest.mark.parametrize("deed", ["let_go", "role"])
def test_nobody_leaves_while_cases_hang_on_them(world, ada, deed):
    if deed == "let_go":
        ada.post(reverse("let_go", args=[world.yuki.pk]))
    else:
        assert (
            ada.post(reverse("person", args=[world.yuki.pk]), typed(world, world.yuki, role="manager")).status_code
            == 422
        )
    with as_job(world.engawa.pk):
        yuki = User.objects.get(pk=world.yuki.pk)
    assert (yuki.is_active, yuki.role) == (True, Role.WORKER)


def test_who_is_let_go_is_out_at_the_next_click_and_stays_out_when_taken_back(world, ada, sign_in):
    sora = sign_in(world.sora)
    assert sora.get("/today/").status_code == 200
    ada.post(reverse("let_go", args=[world.sora.pk]))
    assert sora.get("/today/").headers["Location"].startswith("/sign-in/")
    ada.post(reverse("take_back_person", args=[world.sora.pk]))
    assert sora.get("/today/").headers["Location"].startswith("/sign-in/")
    answer = Client().post("/sign-in/", {"login": world.sora.email, "password": PASSWORD})
    assert answer.status_code == 200, "the old password is gone"


def test_who_is_let_go_gets_no_letter_that_is_still_owed(world, ada):
    with as_job(world.engawa.pk):
        Notice.objects.create(
            organisation=world.engawa, to=world.sora, key="x", template="morning", due_at=world.morning
        )
    ada.post(reverse("let_go", args=[world.sora.pk]))
    with as_job(world.engawa.pk):
        assert Notice.objects.get().state == "left"


def test_even_a_session_that_outlived_the_deed_is_dead(world, ada, sign_in):
    sora = sign_in(world.sora)
    with as_sign_in():
        kept = list(Session.objects.filter(user=world.sora))
    ada.post(reverse("let_go", args=[world.sora.pk]))
    ada.post(reverse("take_back_person", args=[world.sora.pk]))
    with as_sign_in():
        Session.objects.bulk_create(kept)
    assert sora.get("/today/").headers["Location"].startswith("/sign-in/")


def test_an_administrator_signs_someone_out_everywhere(world, ada, sign_in):
    phone, desk = sign_in(world.hana), sign_in(world.hana)
    ada.post(reverse("sign_out_person", args=[world.hana.pk]))
    assert [one.get("/desk/").status_code for one in (phone, desk)] == [302, 302]
    assert events(world)[-1] == "user.signed_out"


def test_a_new_link_voids_the_old_password_and_shows_itself(world, ada, sign_in):
    hana, page = sign_in(world.hana), reverse("person", args=[world.hana.pk])
    assert "/welcome/" not in ada.get(page).content.decode()
    ada.post(reverse("renew_link", args=[world.hana.pk]))
    assert "/welcome/" in ada.get(page).content.decode()
    assert hana.get("/desk/").status_code == 302
    assert events(world)[-1] == "user.link_renewed"


def link_on(page: str) -> str:
    return re.search(r'value="http://[^/]+(/welcome/[^"]+)"', page)[1]


def test_looking_at_an_invited_person_makes_no_link_and_a_new_one_ends_the_old(world, sign_in, time_machine):
    time_machine.move_to("2026-04-01T09:00:00+09:00", tick=False)
    ada = sign_in(world.ada, "en")
    ada.post("/people/", {"name": "Uta", "email": "uta@example.org", "role": "worker", "language": "en"})
    with as_job(world.engawa.pk):
        uta = User.objects.get(email="uta@example.org")
    page = reverse("person", args=[uta.pk])
    first = link_on(ada.get(page).content.decode())
    time_machine.move_to("2026-04-01T09:10:00+09:00", tick=False)
    assert link_on(ada.get(page).content.decode()) == first
    assert "It works until Sat 4 Apr 2026 09:00." in ada.get(page).content.decode()
    assert Client().get(first).status_code == 200
    ada.post(reverse("renew_link", args=[uta.pk]))
    second = link_on(ada.get(page).content.decode())
    assert [Client().get(link).status_code for link in (first, second)] == [404, 200]


def test_a_link_that_has_ended_is_not_shown_and_a_new_one_is_one_tap(world, sign_in, time_machine):
    time_machine.move_to("2026-04-01T09:00:00+09:00", tick=False)
    with within(world.ada):
        uta = invite("Uta", "uta@example.org", Role.WORKER, by=world.ada, at=now())
    time_machine.move_to("2026-04-04T09:00:01+09:00", tick=False)
    page = sign_in(world.ada, "en").get(reverse("person", args=[uta.pk])).content.decode()
    assert "/welcome/" not in page
    assert "The link ended on Sat 4 Apr 2026 09:00." in page
    assert "Make a new link" in page


def test_the_last_administrator_stays(world, ada):
    page = reverse("person", args=[world.ada.pk])
    ada.post(reverse("let_go", args=[world.ada.pk]))
    assert ada.post(page, typed(world, world.ada, role="manager")).status_code == 422
    assert ada.get(page).status_code == 200


def test_two_administrators_who_let_each_other_go_leave_one(world):
    second = user(world.engawa, "Uta", Role.ADMINISTRATOR)
    with within(world.ada):
        let_go(second, by=world.ada, at=world.morning)
    with within(second), pytest.raises(Conflict, match="last_administrator"):
        let_go(world.ada, by=second, at=world.morning)


def test_no_administrator_touches_people_of_next_door(world, ada):
    for name in ("person", "let_go", "take_back_person", "renew_link", "sign_out_person"):
        assert ada.post(reverse(name, args=[world.rin.pk])).status_code == 404


def test_settings_keep_paces_words_and_hours_and_leave_an_event(world, ada):
    told = settings_typed(
        world, name="縁側", time_zone="Asia/Seoul", fiscal_year_start=1, pace_door=10, quiet_from="20:00",
        word_worker_ja="お兄さん・お姉さん",
    )  # fmt: skip
    assert ada.post("/settings/", told).status_code == 302
    house = stored(world)
    assert (house.name, house.time_zone, house.paces) == ("縁側", "Asia/Seoul", {"door": 10})
    assert house.role_labels == {"worker": {"ja": "お兄さん・お姉さん"}}
    assert events(world)[-1] == "settings.changed"
    assert "Ada changed the settings: Name of the organisation, Time zone" in ada.get("/settings/").content.decode()


def test_the_same_hour_twice_is_no_quiet_hour_and_the_form_says_so(world, ada):
    assert "The same hour in both: no quiet hours." in ada.get("/settings/").content.decode()
    ada.post("/settings/", settings_typed(world, quiet_from="08:00", quiet_until="08:00"))
    assert not any(is_quiet(time(hour), stored(world).quiet) for hour in range(24))


def test_an_organisations_own_word_for_a_role_stands_wherever_it_is_shown(world, ada, sign_in):
    ada.post("/settings/", settings_typed(world, word_worker_ja="訪問の人", word_worker_en="Visitor"))
    assert "Visitor" in ada.get("/people/").content.decode()
    assert "訪問の人" in sign_in(world.ada, "ja").get(reverse("person", args=[world.yuki.pk])).content.decode()


def test_the_usual_word_stands_where_an_organisation_has_none(world):
    with override("ja"):
        assert role_word(Role.WORKER, world.engawa) == "訪問支援員"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"time_zone": "Tokyo"}, "No such time zone is known"),
        ({"pace_door": "2"}, "greater than or equal to 3"),
        ({"pace_door": "91"}, "less than or equal to 90"),
        ({"cap_7": "6", "cap_14": "5"}, "cannot be fewer"),
        ({"quiet_from": "25:00"}, "valid time"),
    ],
)
def test_a_bad_setting_says_how_to_mend_it_and_keeps_everything(world, ada, wrong, sentence):
    answer = ada.post("/settings/", settings_typed(world, name="Half typed", **wrong))
    page = answer.content.decode()
    assert (answer.status_code, sentence in page) == (422, True)
    assert 'value="Half typed"' in page
    assert page.count("Half typed") == 1, "a half-typed name shows in its field only"
    assert stored(world).name == "Engawa"


@pytest.mark.parametrize(("language", "order"), [("ja", ("US", "KR", "CN", "FR")), ("en", ("CN", "FR", "KR", "US"))])
def test_countries_stand_in_the_order_of_the_readers_language_behind_our_own(world, sign_in, language, order):
    page = sign_in(world.ada, language).get("/settings/").content.decode()
    listed = re.findall(r'<option value="([A-Z]{2})"', page)
    assert listed[0] == "JP"
    assert tuple(one for one in listed if one in order) == order


def test_where_nobody_coordinates_the_office_is_told_whom_to_invite_first(world, ada):
    says = "Nobody coordinates here"
    assert says not in ada.get("/people/").content.decode()
    with as_job(world.engawa.pk):
        User.objects.filter(pk=world.hana.pk).update(is_active=False)
    assert says in ada.get("/people/").content.decode()


def test_rests_of_the_year_are_added_changed_and_removed(world, ada):
    rest = {"rest-name": "設立記念日", "rest-starts_on": "2026-06-01", "rest-ends_on": "2026-06-02"}
    assert ada.post(reverse("add_recess"), rest).status_code == 302
    with within(world.ada):
        one = Recess.objects.get()
    seen = ada.get(reverse("recess", args=[one.pk])).context["form"]["seen"].value()
    later = rest | {"rest-ends_on": "2026-06-03", "rest-seen": seen}
    assert ada.post(reverse("recess", args=[one.pk]), later).status_code == 302
    with within(world.ada):
        assert str(Recess.objects.get().ends_on) == "2026-06-03"
    ada.post(reverse("drop_recess", args=[one.pk]))
    assert events(world)[-3:] == ["recess.added", "recess.changed", "recess.dropped"]


def test_a_rest_that_ends_before_it_begins_is_told(world, ada):
    rest = {"rest-name": "お盆", "rest-starts_on": "2026-08-16", "rest-ends_on": "2026-08-13"}
    answer = ada.post(reverse("add_recess"), rest)
    assert answer.status_code == 422
    assert "lies before the first" in answer.content.decode()
    for box, typed in (("year", 2026), ("month", 8), ("day", 16)):
        assert re.search(rf'name="rest-starts_on_{box}"[^>]* value="{typed}"', answer.content.decode())


def owe(world, state: str, minutes: int = 20) -> Notice:
    with as_job(world.engawa.pk):
        return Notice.objects.create(
            organisation=world.engawa, to=world.yuki, key=str(uuid4()), template="morning", state=state, tries=8,
            due_at=now(), claimed_at=now() - timedelta(minutes=minutes), failure="ConnectionRefusedError",
        )  # fmt: skip


@pytest.mark.parametrize("who", ["hana", "mio", "ada"])
def test_a_stuck_letter_is_shown_and_sent_again_only_by_a_person(world, sign_in, who):
    stuck, fresh = owe(world, "sending"), owe(world, "sending", minutes=3)
    client = sign_in(getattr(world, who), "en")
    page = client.get("/notices/").content.decode()
    assert "It may have arrived" in page
    assert str(fresh.pk) not in page
    assert client.post(reverse("send_again", args=[stuck.pk])).status_code == 302
    assert client.post(reverse("send_again", args=[stuck.pk])).status_code == 404
    assert client.post(reverse("send_again", args=[fresh.pk])).status_code == 404
    with as_job(world.engawa.pk):
        again = Notice.objects.get(pk=stuck.pk)
    assert (again.state, again.tries) == ("owed", 0)
    assert "notice.sent_again" in events(world)


def test_a_letter_given_up_can_be_left(world, ada):
    letter = owe(world, "given_up")
    ada.post(reverse("leave_unsent", args=[letter.pk]))
    with as_job(world.engawa.pk):
        assert Notice.objects.get(pk=letter.pk).state == "left"
    assert "No notice is stuck" in ada.get("/notices/").content.decode()


def test_the_lists_of_who_leaves_hold_the_cases_that_hang_there(world, ada, sign_in):
    for who, lists in ((world.hana, ["coordinator", "worker", "away"]), (world.yuki, ["worker", "away"])):
        told = ada.get(f"/people/{who.pk}/").context["their_lists"]
        assert [key for key, _words, _address in told] == lists
        address = told[0][2].partition("/desk/")[2]
        assert "花水木さん宅" in sign_in(world.hana).get(f"/desk/{address}").content.decode()
    page = ada.get(f"/people/{world.hana.pk}/").content.decode()
    assert "There is no coordinator who could do it" in page
