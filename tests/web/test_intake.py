"""Taking a call: what is read, what is kept as told, who is known already, and half a form."""

from datetime import time
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.walls import within
from cases.actions.opening import open_case, record_inquiry
from cases.models import Case, Event, Family, Reading, Relative
from cases.rules.ladder import Stage
from tests.web.conftest import CALLED
from tests.world import told


def relatives(world, case):
    with within(world.hana):
        return list(Relative.objects.filter(family=case.person.family_id).order_by("pk"))


def test_a_call_becomes_a_case_and_a_double_submit_the_same_one(world, call):
    key = uuid4()
    first, case = call(id=key, family_name="髙橋")
    second, again = call(id=key, family_name="髙橋")
    assert first.redirect_chain == second.redirect_chain
    assert (case.pk, case.person.family_name) == (again.pk, "髙橋")
    with within(world.hana):
        assert Case.objects.count() == 2


def test_whoever_comes_back_and_types_more_is_told_that_the_call_is_recorded(world, call):
    key = uuid4()
    _, case = call(id=key, family_name="髙橋")
    answer, _ = call(id=key, family_name="髙橋", given_name="健太")
    assert answer.status_code == 422
    assert f"{case.code}として記録済み" in answer.content.decode()
    assert 'value="健太"' in answer.content.decode()
    with within(world.hana):
        assert Case.objects.count() == 2
    call(id=answer.context["form"]["id"].value(), family_name="髙橋", given_name="健太")
    with within(world.hana):
        assert Case.objects.count() == 3


def test_only_the_nickname_is_needed_and_the_rest_is_unknown(call):
    _, case = call()
    person = case.person
    assert (person.sex, person.outing, person.birth_on, case.referral, case.basis) == (
        "unknown",
        "unknown",
        None,
        *["unknown"] * 2,
    )


def test_best_hours_are_kept_as_told_and_as_hours(call):
    _, case = call(best_hours="夕方、6時ごろ", best_from="17:00", best_until="19:00")
    assert (case.person.best_hours, case.person.best) == ("夕方、6時ごろ", (time(17), time(19)))


def test_a_form_without_a_nickname_says_so_and_keeps_the_rest(call):
    answer, case = call(nickname="", onset_told="高2の秋から", **row(0, name="山田 花子"))
    assert (answer.status_code, case) == (422, None)
    assert "高2の秋から" in answer.content.decode()
    assert "山田 花子" in answer.content.decode()


@pytest.mark.parametrize(
    "wrong", [{"relationship": "king"}, {"triggers": ["covid", "x"]}, {"basis": "because"}, {"id": "x"}]
)
def test_an_unknown_code_is_refused(call, wrong):
    answer, case = call(**wrong)
    assert (answer.status_code, case) == (422, None)


@pytest.mark.parametrize(
    ("as_told", "on", "year"),
    [
        ("S55.3.2", "1980-03-02", 1980), ("昭和55年3月2日", "1980-03-02", 1980), ("1980-03-02", "1980-03-02", 1980),
        ("38歳", None, 1988), ("1997年頃", None, 1997), ("不明", None, None), ("", None, None), ("丙午", None, None),
    ],
)  # fmt: skip
def test_a_birth_is_read_and_its_words_stay(call, as_told, on, year):
    _, case = call(birth_told=as_told)
    person = case.person
    assert (person.birth_told, person.birth_on and person.birth_on.isoformat(), person.birth_year) == (
        as_told,
        on,
        year,
    )


@pytest.mark.parametrize(
    ("as_told", "says"),
    [
        ("1980-02-30", "暦にありません"),
        ("S70.1.1", "元号"),
        ("H1.1.1", "元号"),
        ("2027-01-01", "先の日付"),
        ("130歳", "120年"),
    ],
)  # fmt: skip
def test_an_impossible_birth_is_refused_with_a_sentence(call, as_told, says):
    answer, case = call(birth_told=as_told)
    assert (answer.status_code, case) == (422, None)
    assert says in answer.content.decode()


def test_a_birth_nobody_can_read_is_kept_and_said(call):
    answer, _ = call(birth_told="丙午")
    assert "「丙午」は日付として読めませんでした" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("S55.3.2", "1980年3月2日（日）生まれ（46歳）"),
        ("38歳", "1988年ごろ"),
        ("S99.1.1", "元号"),
        ("", "></span>"),
    ],
)
def test_how_a_birth_was_read_is_said_while_it_is_typed(world, sign_in, time_machine, typed, said):
    time_machine.move_to(CALLED, tick=False)
    assert said in sign_in(world.hana).post("/desk/intake/birth/", {"birth_told": typed}).content.decode()


def test_onset_kana_phone_and_postal_code_are_read_as_people_write_them(world, call):
    _, case = call(
        onset_told="大学中退後（2015年）", family_kana="ﾔﾏｻﾞｷ", given_kana="ケン　", postal_code="〒２７９ー０００４",
        phone_told="０９０ー００００ー１２３４", person_phone="080-0000-5678",
    )  # fmt: skip
    person, family = case.person, case.person.family
    assert (person.onset_year, person.family_kana, person.given_kana) == (2015, "ヤマザキ", "ケン")
    assert (family.phone, family.phone_told, family.postal_code) == (
        "+819000001234",
        "０９０ー００００ー１２３４",
        "2790004",
    )
    assert (person.phone, relatives(world, case)[0].phone) == ("+818000005678", "+819000001234")


def test_a_number_that_is_none_is_kept_as_told_and_said(call):
    answer, case = call(phone_told="090-12")
    assert (case.person.family.phone, case.person.family.phone_told) == ("", "090-12")
    assert "桁が足りません" in answer.content.decode()


def test_a_postal_code_fills_what_nobody_told(call):
    _, case = call(postal_code="279-0004")
    family = case.person.family
    assert (family.prefecture, family.municipality, family.address) == ("千葉県", "浦安市", "猫実")


def test_a_code_that_covers_several_towns_fills_only_what_they_share(call):
    _, case = call(postal_code="452-0961")
    assert (case.person.family.municipality, case.person.family.address) == ("清須市", "")


def test_a_postal_code_of_nowhere_is_kept_and_of_six_digits_refused(call):
    answer, case = call(postal_code="999-9999")
    assert case.person.family.postal_code == "9999999"
    assert "999-9999 の町名は見つかりません" in answer.content.decode()
    assert call(postal_code="27900")[0].status_code == 422


def test_the_towns_of_a_code_are_offered_to_the_page(world, sign_in):
    client = sign_in(world.hana)
    assert client.get("/desk/intake/towns/?code=2790004").json()["places"][0]["town"] == "猫実"
    assert client.get("/desk/intake/towns/?code=9999999").json()["said"]
    assert sign_in(world.yuki).get("/desk/intake/towns/?code=2790004").status_code == 404


# --- the day of the call, and who calls ---


@pytest.mark.parametrize("typed", [{"called_on": "R8.11.24"}, {f"called_on_{box}": told for box, told in (
    ("year", "令和8"), ("month", "１１"), ("day", "24"))}])  # fmt: skip
def test_yesterdays_call_stands_on_its_day_and_says_when_it_was_written(world, call, sign_in, typed):
    _, case = call(birth_told="38歳", **typed)
    assert case.inquired_at.isoformat() == "2026-11-24T03:00:00+00:00"
    with within(world.hana):
        event = Event.objects.get(case=case, what="case.inquired")
    assert (event.at, event.facts["written_at"]) == (case.inquired_at, CALLED)
    page = sign_in(world.hana).get(reverse("case", args=[case.pk])).content.decode()
    assert "相談を受け付けました（記入：2026年11月25日（水））" in page
    assert "12:00" not in page


@pytest.mark.parametrize("typed", [{}, {"called_on": "2026-11-25"}])
def test_todays_call_stands_at_this_minute(call, typed):
    assert call(**typed)[1].inquired_at.isoformat() == "2026-11-25T01:00:00+00:00"


def test_an_age_is_counted_back_from_the_day_it_was_told(call):
    assert call(birth_told="38歳", called_on="2025-12-28")[1].person.birth_year == 1987


@pytest.mark.parametrize(
    ("typed", "says"),
    [("2026-11-26", "先の日付"), ("2026-2-30", "暦にありません"), ("S70.1.1", "元号"), ("きのう", "読めません")],
)
def test_a_day_that_cannot_be_is_refused_and_the_rest_kept(call, typed, says):
    answer, case = call(called_on_year=typed, onset_told="高2の秋から")
    assert (answer.status_code, case) == (422, None)
    assert all(part in answer.content.decode() for part in (says, "高2の秋から"))


def test_the_summary_of_errors_goes_down_the_page_as_the_form_does(call):
    answer, _ = call(nickname="", called_on_year="2026-2-30", birth_told="R9.13.45", best_from="16:00")
    summary = answer.content.decode().split('class="errors"')[1].split("</ul>")[0]
    asked = ["called_on", "nickname", "birth_told", "best_until"]
    assert [name for _, name in sorted((summary.find(f"id_{name}"), name) for name in asked)] == asked
    assert all(f"id_{name}" in summary for name in asked)


def test_the_form_begins_with_today_and_a_draft_keeps_its_own_day(world, sign_in, time_machine):
    time_machine.move_to(CALLED, tick=False)
    client = sign_in(world.hana)
    assert client.get("/desk/intake/").context["form"]["called_on"].value().isoformat() == "2026-11-25"
    boxes = {"called_on_year": "R8", "called_on_month": "11", "called_on_day": "2"}
    client.post("/desk/intake/draft/", {"nickname": "朝顔さん宅", **boxes})
    for page in (client.get("/desk/intake/"), client.post("/desk/intake/", boxes | {"more": "1"})):
        assert page.context["form"]["called_on"].value() == ["R8", "11", "2"]
        assert 'value="R8"' in page.content.decode()


def test_no_relation_is_guessed_and_one_is_asked_for(call, world, sign_in):
    assert 'value="mother" selected' not in sign_in(world.hana).get("/desk/intake/").content.decode()
    answer, case = call(relationship="")
    assert (answer.status_code, case) == (422, None)
    assert "選んでください" in answer.content.decode()
    assert call(relationship="unknown")[1] is not None


# --- relatives ---


def row(number, **fields):
    return {"relatives-TOTAL_FORMS": number + 1} | {
        f"relatives-{number}-{name}": value for name, value in fields.items()
    }


def test_relatives_stand_beside_the_caller(world, call):
    told = row(0, name="山田 太郎", phone_told="03-0000-1111", lives_with="yes", is_key_contact="on")
    told |= row(1, name="") | row(2, kana="ﾊﾅｺ", relationship="sister")
    _, case = call(caller_name="山田 和子", **told)
    by_name = {one.name: one for one in relatives(world, case)}
    mother, father, sister = by_name["山田 和子"], by_name["山田 太郎"], by_name[""]
    assert (mother.is_caller, mother.is_key_contact, father.is_key_contact, father.lives_with) == (
        True,
        False,
        True,
        True,
    )
    assert (father.phone, sister.kana, sister.lives_with) == ("+81300001111", "ハナコ", None)


def test_one_more_relative_keeps_everything_typed_and_asks_for_nothing(world, sign_in):
    fields = {"nickname": "", "triggers": ["covid"], "birth_told": "S99", "more": "1", **row(0, name="山田 太郎")}
    answer = sign_in(world.hana).post("/desk/intake/", fields)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert all(
        part in page
        for part in ("山田 太郎", "S99", 'name="relatives-1-name"', 'value="covid" id="id_triggers_7" checked')
    )


@pytest.mark.parametrize("count", ["9999", "9" * 5000, "x", "-1", ""])
def test_a_wild_count_of_relatives_breaks_nothing(call, count):
    assert call(**{"relatives-TOTAL_FORMS": count})[1] is not None


def test_who_calls_for_himself_is_no_relative_of_himself(world, call):
    _, case = call(
        relationship="self", caller_name="山田 太郎", caller_kana="やまだ たろう", phone_told="090-0000-1111"
    )
    person = case.person
    assert relatives(world, case) == []
    assert (person.family_name, person.given_name, person.given_kana) == ("山田", "太郎", "たろう")
    assert (person.phone, person.family.phone) == ("+819000001111", "")


def test_his_own_number_is_the_one_to_call(world, call, sign_in):
    _, case = call(relationship="self", phone_told="090-0000-1111")
    with within(world.hana):
        open_case(
            case, coordinator=world.hana, lead=world.yuki, second=None, stage=Stage.PHONE, pace=None, by=world.hana,
            at=world.morning,
        )  # fmt: skip
    page = sign_in(world.yuki).get("/today/").content.decode()
    assert 'href="tel:+819000001111"' in page


# --- known already ---


def test_people_like_the_one_told_of_are_shown_with_the_reason(world, sign_in):
    answer = sign_in(world.hana).post("/desk/intake/similar/", {"family_name": "山崎", "given_name": "健"})
    assert all(part in answer.content.decode() for part in ("花水木さん宅", "H2026-0001", "名前が同じ", "支援中"))


@pytest.mark.parametrize("field", ["name", "kana"])
def test_a_name_that_was_only_heard_is_known_by_its_reading(world, sign_in, field):
    told = {f"family_{field}": "やまさき", f"given_{field}": "ケン"}
    assert "花水木さん宅" in sign_in(world.hana).post("/desk/intake/similar/", told).content.decode()


def test_the_same_phone_alone_shows_the_family(world, sign_in):
    answer = sign_in(world.hana).post("/desk/intake/similar/", {"phone_told": "０４７-０００-０００１"})
    assert "電話番号が同じ" in answer.content.decode()


def test_who_is_shown_as_known_already_was_looked_at(world, sign_in):
    client = sign_in(world.hana)
    client.post("/desk/intake/similar/", {"family_name": "山崎", "given_name": "健"})
    client.post("/desk/intake/similar/", {"family_name": "無関係"})
    with within(world.hana):
        assert list(Reading.objects.values_list("page", "shown")) == [("similar", [world.ken.pk])]


def test_nobody_next_door_is_ever_shown(world, sign_in):
    answer = sign_in(world.rin).post("/desk/intake/similar/", {"family_name": "山﨑", "given_name": "健"})
    assert "花水木" not in answer.content.decode()


def test_looking_for_them_costs_the_same_for_one_and_for_many(world, sign_in):
    client = sign_in(world.hana)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.post("/desk/intake/similar/", {"family_name": "山﨑", "given_name": "健"})
        return len(queries)

    client.get("/desk/")
    before = cost()
    with within(world.hana):
        for _ in range(8):
            record_inquiry(told(), by=world.hana, at=world.morning)
    assert cost() == before


def test_a_brother_joins_the_family_that_is_known(world, call, sign_in):
    family = world.ken.person.family
    _, case = call(nickname="", family=family.pk, given_name="翔", caller_name="山崎和子", **row(0, name="山﨑 一郎"))
    assert case.person.family_id == family.pk
    assert {one.name for one in relatives(world, case)} == {"山﨑 和子", "山﨑 一郎"}
    with within(world.hana):
        assert Family.objects.count() == 1
    assert case.code in sign_in(world.hana).get(reverse("case", args=[world.ken.pk])).content.decode()
    assert case.code not in sign_in(world.yuki).get(reverse("case", args=[world.ken.pk])).content.decode()


def test_joining_keeps_what_was_typed_and_another_family_brings_it_back(world, sign_in):
    client, family = sign_in(world.hana), world.ken.person.family
    fields = {"nickname": "若竹さん宅", "given_name": "翔", "join": str(family.pk)}
    page = client.post("/desk/intake/", fields).content.decode()
    assert all(
        part in page for part in ("花水木さん宅", "若竹さん宅", f'name="family" value="{family.pk}"', 'value="翔"')
    )
    page = client.post(
        "/desk/intake/", {"nickname": "若竹さん宅", "family": str(family.pk), "apart": "1"}
    ).content.decode()
    assert 'name="family"' not in page


@pytest.mark.parametrize("family", ["x", "01a21221-0000-7000-8000-000000000000"])
def test_a_family_nobody_here_knows_is_not_found(call, family):
    assert call(family=family)[0].status_code == 404


def test_the_event_tells_who_called_and_nothing_of_them(world, call):
    _, case = call(caller_name="山田 和子")
    with within(world.hana):
        facts = Event.objects.get(case=case, what="case.inquired").facts
        assert (facts.pop("caller"), len(facts.pop("told")), facts) == ("mother", 64, {})


# --- half a form ---


def test_what_was_left_out_is_asked_for_in_plain_words(call):
    answer, _ = call(nickname="")
    assert answer.status_code == 422
    assert "入力するか、選んでください。" in answer.content.decode()
