"""What was told is changed later, and nobody's words are lost."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.roles import Role
from accounts.walls import within
from cases.actions.moving import move
from cases.actions.opening import open_case, record_inquiry
from cases.models import Case, Event, Family, Person, Relative
from cases.rules.ladder import Stage
from tests.world import told, user

NOW = "2026-04-02T10:00:00+09:00"
PERSON = {"family_name": "山﨑", "given_name": "健", "family_kana": "やまさき", "given_kana": "けん", "version": 1}
FAMILY = {
    "nickname": "花水木さん宅", "postal_code": "279-0004", "prefecture": "千葉県", "municipality": "浦安市",
    "address": "猫実", "version": 1,
}  # fmt: skip


@pytest.fixture
def edit(world, sign_in, time_machine):
    time_machine.move_to(NOW, tick=False)
    client = sign_in(world.hana)

    def send(page, **fields):
        return client.post(reverse(page, args=[world.ken.pk]), fields, follow=True)

    return send


@pytest.fixture
def mother(world):
    with within(world.hana):
        return Relative.objects.get()


def rows(*relatives):
    told = {"relatives-TOTAL_FORMS": len(relatives)}
    for number, one in enumerate(relatives):
        told |= {f"relatives-{number}-{name}": value for name, value in one.items()}
    return told


def of_mother(mother, **more):
    known = {
        "id": mother.pk,
        "name": "山﨑 和子",
        "kana": "ヤマサキ カズコ",
        "relationship": "mother",
        "is_key_contact": "on",
    }
    return {**known, **more}


def stored(world, model):
    with within(world.hana):
        return model.objects.get()


def test_every_fact_of_the_person_can_be_changed_and_is_read_anew(world, edit):
    edit(
        "case_edit",
        **PERSON | {"family_name": "髙橋", "family_kana": "タカハシ", "birth_told": "S55.3.2", "triggers": ["covid"]},
    )
    person = stored(world, Person)
    assert (person.full_name, person.sort_key[:4], person.birth_year, person.triggers) == (
        "髙橋 健",
        "タカハシ",
        1980,
        ["covid"],
    )


def test_the_event_holds_what_stood_there_before(world, edit):
    edit("case_edit", **PERSON, talk_about="猫")
    with within(world.hana):
        facts = Event.objects.get(what="person.changed").facts
    assert facts == {"version": 2, "fields": ["talk_about"], "was": {"talk_about": ""}, "now": {"talk_about": "猫"}}


def test_nothing_changed_leaves_no_event(world, edit):
    assert "変わったところはありません" in edit("case_edit", **PERSON).content.decode()
    with within(world.hana):
        assert not Event.objects.filter(what="person.changed").exists()


def test_an_impossible_birth_is_refused_and_an_old_one_left_alone(world, edit):
    assert edit("case_edit", **PERSON, birth_told="1980-02-30").status_code == 422
    with within(world.hana):
        Person.objects.update(birth_told="46歳", birth_year=1980)
    edit("case_edit", **PERSON, birth_told="46歳", talk_about="猫")
    assert stored(world, Person).birth_year == 1980


def test_two_who_change_different_things_both_keep_them_and_the_second_is_told(world, edit):
    edit("case_edit", **PERSON, talk_about="猫")
    answer = edit("case_edit", **PERSON, clinic="青空クリニック")
    assert "本人が好きな話" in answer.content.decode()
    person = stored(world, Person)
    assert (person.talk_about, person.clinic, person.version) == ("猫", "青空クリニック", 3)


def test_two_who_change_the_same_see_both_and_the_second_decides(world, edit):
    edit("case_edit", **PERSON, talk_about="猫", best_hours="夜")
    second = edit("case_edit", **PERSON, talk_about="電車")
    page = second.content.decode()
    assert second.status_code == 422
    assert all(part in page for part in ("猫", "電車", 'name="version" value="2"', 'value="夜"'))
    edit("case_edit", **PERSON | {"version": 2}, talk_about="電車と猫", best_hours="夜")
    assert stored(world, Person).talk_about == "電車と猫"


def test_a_change_no_event_tells_of_is_never_taken_for_granted(world, edit):
    with within(world.hana):
        Person.objects.update(clinic="緑クリニック", version=2)
    assert edit("case_edit", **PERSON, talk_about="猫").status_code == 422


def test_the_house_and_a_relative_are_changed_and_found_by_their_new_words(world, edit, mother, sign_in):
    edit(
        "case_edit_family", **FAMILY | {"nickname": "撫子さん宅"}, **rows(of_mother(mother, phone_told="090-0000-9876"))
    )
    assert stored(world, Relative).phone == "+819000009876"
    found = sign_in(world.hana).post("/find/", {"q": "09000009876"}, follow=True).context["rows"]
    assert [row.nickname for row in found] == ["撫子さん宅"]


def test_a_relative_is_added_once_however_often_it_is_sent(world, edit, mother):
    sister = {"id": uuid4(), "name": "山﨑 花", "relationship": "sister"}
    for _ in range(2):
        edit("case_edit_family", **FAMILY, **rows(of_mother(mother), sister))
    with within(world.hana):
        assert [one.name for one in Relative.objects.order_by("pk")].count("山﨑 花") == 1


def test_who_has_left_the_family_stays_and_is_no_more_offered(world, edit, mother, sign_in):
    edit("case_edit_family", **FAMILY, **rows(of_mother(mother, is_past="on")))
    assert stored(world, Relative).is_past
    assert sign_in(world.hana).post("/find/", {"q": "和子"}, follow=True).context["rows"] == []
    assert "山﨑 和子" in sign_in(world.hana).get(reverse("case_edit_family", args=[world.ken.pk])).content.decode()


def test_two_at_the_same_family_merge_what_differs_and_dispute_what_does_not(world, edit, mother):
    edit("case_edit_family", **FAMILY, approach="静かに", **rows(of_mother(mother, health="腰痛")))
    edit("case_edit_family", **FAMILY, **rows(of_mother(mother, may_be_told="日程だけ")))
    one = stored(world, Relative)
    assert (one.health, one.may_be_told, stored(world, Family).approach) == ("腰痛", "日程だけ", "静かに")
    answer = edit("case_edit_family", **FAMILY, **rows(of_mother(mother, health="元気")))
    assert answer.status_code == 422
    assert all(word in answer.content.decode() for word in ("腰痛", "元気", "日程だけ", "静かに"))


def test_one_more_relative_without_a_script(world, edit, mother):
    answer = edit("case_edit_family", **FAMILY | {"nickname": ""}, more="1", **rows(of_mother(mother)))
    assert answer.status_code == 200
    assert 'name="relatives-1-name"' in answer.content.decode()


def test_a_relative_of_another_family_is_not_found_here(world, edit, mother):
    with within(world.hana):
        other = Family.objects.create(organisation=world.engawa, nickname="x")
        stranger = Relative.objects.create(organisation=world.engawa, family=other, name="よその人")
    answer = edit("case_edit_family", **FAMILY, **rows(of_mother(mother), {"id": stranger.pk, "name": "書き換え"}))
    assert answer.status_code == 404


def test_the_facts_of_the_case_change_and_another_pace_plans_anew(world, edit):
    before, seen = world.ken.next_due, world.ken.version
    facts = {"concern_told": "夜が心配", "referral": "clinic", "basis": "consent", "pace_days": 21, "version": seen}
    edit("case_edit_facts", **facts, coordinator=world.hana.pk)
    world.see_ken()
    assert (world.ken.referral, world.ken.pace_days, world.ken.version) == ("clinic", 21, seen + 1)
    assert world.ken.next_due != before


def test_a_case_is_never_without_a_coordinator(world, edit):
    for nobody in ("", world.yuki.pk, world.rin.pk):
        assert edit("case_edit_facts", version=1, coordinator=nobody).status_code == 422
    with within(world.hana):
        assert Case.objects.get().coordinator_id == world.hana.pk


def test_a_disputed_case_fact_is_shown_in_words(world, edit):
    edit("case_edit_facts", version=1, coordinator=world.hana.pk, referral="clinic")
    answer = edit("case_edit_facts", version=1, coordinator=world.hana.pk, referral="school")
    assert answer.status_code == 422
    assert all(word in answer.content.decode() for word in ("医療機関", "学校"))


def test_a_move_on_the_ladder_disputes_no_fact_of_the_case(world, edit):
    seen = world.ken.version
    with within(world.hana):
        move(world.ken, Stage.LETTER, why="", was=Stage.DOOR, by=world.hana, at=datetime.fromisoformat(NOW))
    edit("case_edit_facts", version=seen, coordinator=world.hana.pk, referral="clinic")
    assert world.see_ken().referral == "clinic"


def test_another_coordinator_takes_the_case_over_by_its_form(world, edit):
    mei = user(world.engawa, "Mei", Role.COORDINATOR)
    edit("case_edit_facts", version=world.ken.version, coordinator=mei.pk)
    assert world.see_ken().coordinator_id == mei.pk


@pytest.fixture
def inquiry(world):
    """A call Hana took, and a second coordinator who may take it over."""
    mei = user(world.engawa, "Mei", Role.COORDINATOR)
    with within(world.hana):
        return record_inquiry(told(), by=world.hana, at=world.morning), mei


def test_whoever_took_a_case_over_meanwhile_keeps_it(world, edit, inquiry, sign_in):
    case, mei = inquiry
    with within(world.hana):
        open_case(case, coordinator=mei, lead=world.yuki, second=None, stage=Stage.DOOR, pace=14, by=world.hana,
                  at=datetime.fromisoformat(NOW))  # fmt: skip
    stale = {"version": 1, "coordinator": world.hana.pk, "referral": "clinic"}
    sign_in(world.hana).post(reverse("case_edit_facts", args=[case.pk]), stale)
    with within(world.hana):
        case.refresh_from_db()
    assert (case.coordinator_id, case.pace_days, case.referral) == (mei.pk, 14, "clinic")


def test_own_quiet_hours_move_what_nobody_has_accepted_yet(world, edit):
    edit("case_edit", **PERSON, quiet_from="06:00", quiet_until="16:00")
    with within(world.hana):
        facts = Event.objects.get(what="person.changed").facts
        case = Case.objects.get(pk=world.ken.pk)
    assert facts["now"] == {"quiet_from": "06:00", "quiet_until": "16:00"}
    assert case.next_due.astimezone(world.engawa.zone).hour == 16
    assert case.next_facts["quiet"] == "person"


def test_own_quiet_hours_are_taken_away_again(world, edit):
    edit("case_edit", **PERSON, quiet_from="06:00", quiet_until="16:00")
    edit("case_edit", **PERSON | {"version": 2}, quiet_from="", quiet_until="")
    assert stored(world, Person).quiet is None
    with within(world.hana):
        assert Case.objects.get(pk=world.ken.pk).next_due.astimezone(world.engawa.zone).hour == 14


@pytest.mark.parametrize(
    ("begins", "ends", "words"),
    [
        ("06:00", "", "両方の時刻を入れるか、両方とも空欄にしてください。"),
        ("07:00", "22:00", "団体の連絡を控える時間（21:00〜08:00）と合わせると"),
    ],
)
def test_quiet_hours_that_cannot_be_are_said_and_stay_in_the_form(world, edit, begins, ends, words):
    page = edit("case_edit", **PERSON, quiet_from=begins, quiet_until=ends)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert page.context["form"]["quiet_from"].value() == begins
    assert stored(world, Person).quiet is None


def test_best_hours_move_what_nobody_has_accepted_yet_and_the_words_stay_as_told(world, edit):
    edit("case_edit", **PERSON, best_hours="夕方、晩ごはんの前", best_from="16:00", best_until="19:00")
    case = stored(world, Case)
    assert case.next_due.astimezone(world.engawa.zone).hour == 16
    assert case.next_facts["best"] == 1
    assert stored(world, Person).best_hours == "夕方、晩ごはんの前"


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ({"best_from": "16:00"}, "両方の時刻を入れるか"),
        (
            {"best_from": "09:00", "best_until": "12:00", "quiet_from": "06:00", "quiet_until": "15:00"},
            "会いやすい時間が、本人の",
        ),
    ],
)
def test_best_hours_that_cannot_be_are_said_and_stay_in_the_form(world, edit, hours, words):
    page = edit("case_edit", **PERSON, best_hours="夕方", **hours)
    assert (page.status_code, words in page.content.decode()) == (422, True)
    assert (page.context["form"]["best_from"].value(), stored(world, Person).best) == (hours["best_from"], None)
