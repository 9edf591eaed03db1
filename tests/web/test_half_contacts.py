"""Half a contact is kept for its writer, given back in its own form, and hinted at where the day begins."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.timezone import now

from accounts.walls import within
from cases.actions.opening import hand_over
from cases.models import Contact, Draft
from tests.web.conftest import TEN, try_fields


def at(world, name):
    return reverse(name, args=[world.ken.pk])


def words(answer):
    return answer.content.decode()


def desk(**more):
    return {"id": uuid4(), "method": "phone", "response": "voice", "with_whom": "person", "concern": "none",
            "on_year": "2026", "on_month": "4", "on_day": "3", "time": "夕方", "note": "猫の話の途中",
            **more}  # fmt: skip


def tap(**more):
    return {"id": uuid4(), "method": "visit", "response": "voice", "concern": "none", "note": "猫の話の途中", **more}


def drafts(world):
    with within(world.yuki):
        return list(Draft.objects.values_list("place", flat=True))


def test_half_a_contact_at_the_desk_comes_back_whole_in_any_tab(world, yuki, sign_in):
    assert yuki.post(at(world, "contact_draft"), desk()).json() == {"saved": "10:00"}
    page = words(sign_in(world.yuki).get(at(world, "case_contact")))
    for told in (
        'value="phone" data-met="person" checked',
        'value="voice" checked',
        'value="3"',
        "夕方",
        "猫の話の途中",
    ):
        assert told in page, told
    assert "10:00 の下書き" in page
    assert "猫の話の途中" not in words(sign_in(world.hana).get(at(world, "case_contact")))


def test_a_correction_begins_with_the_old_words_and_leaves_the_half_contact_alone(world, yuki, clock):
    yuki.post(at(world, "phone_record"), tap(note="電車"))
    yuki.post(at(world, "contact_draft"), desk())
    with within(world.hana):
        old = Contact.objects.get().pk
    page = words(yuki.get(at(world, "case_contact"), {"corrects": old}))
    assert "猫の話の途中" not in page
    assert "data-draft-url" not in page
    clock.shift(60)
    assert yuki.post(at(world, "case_contact"), desk(corrects=old)).status_code == 302
    assert drafts(world) == [f"contact:{world.ken.pk}"]


@pytest.mark.parametrize(
    ("form", "keep", "told"), [("case_contact", "contact_draft", desk), ("phone_record", "record_draft", tap)]
)
def test_once_saved_nothing_waits_and_a_straggler_brings_nothing_back(world, yuki, form, keep, told):
    fields = told()
    yuki.post(at(world, keep), fields)
    assert yuki.post(at(world, form), fields).status_code == 302
    assert drafts(world) == []
    assert yuki.post(at(world, keep), fields).json() == {"saved": ""}
    assert drafts(world) == []


def test_a_method_looked_at_is_no_draft_and_words_taken_away_leave_none(world, yuki):
    yuki.post(at(world, "contact_draft"), desk(response="", note=""))
    assert drafts(world) == []
    for note in ("猫", " "):
        yuki.post(at(world, "contact_draft"), desk(response="", note=note))
    assert drafts(world) == []


def test_half_a_contact_is_thrown_away(world, yuki):
    for kind, form, fields in (("contact", "case_contact", desk()), ("record", "phone_record", tap())):
        yuki.post(at(world, f"{kind}_draft"), fields)
        assert yuki.post(at(world, f"{kind}_discard")).headers["Location"] == at(world, form)
    assert drafts(world) == []


# --- the phone: never under another visit's time ---


def test_the_record_of_this_visit_goes_on_at_once(world, yuki, clock):
    yuki.post(at(world, "arrived"))
    yuki.post(at(world, "record_draft"), tap(started_at=TEN, concern="food"))
    clock.move_to("2026-04-04T10:20:00+09:00")
    page = words(yuki.get(at(world, "phone_record")))
    assert 'value="voice"' in page.split("checked")[0]
    assert "猫の話の途中" in page
    assert 'value="food" checked' in page


def test_a_record_half_written_yesterday_stands_aside_and_is_kept_under_its_own_time(world, sign_in, clock):
    sign_in(world.yuki).post(at(world, "record_draft"), tap(started_at=TEN))
    clock.move_to("2026-04-05T15:00:00+09:00")
    yuki = sign_in(world.yuki)
    yuki.post(at(world, "arrived"))
    fresh = words(yuki.get(at(world, "phone_record")))
    assert "猫の話の途中" not in fresh
    assert "data-draft-url" not in fresh
    assert "2026年4月4日（土） 10:00 の書きかけ" in fresh
    yuki.post(at(world, "phone_record"), tap(aside="1", note="別の訪問"))
    assert drafts(world) == [f"record:{world.ken.pk}"]
    again = words(yuki.get(at(world, "phone_record") + "?again=1"))
    assert "猫の話の途中" in again
    happened = again.split('name="happened_at" value="')[1].split('"')[0]
    yuki.post(at(world, "phone_record") + "?again=1", tap(happened_at=happened, started_at="2026-04-05T15:00:00+09:00"))
    assert drafts(world) == []
    with within(world.hana):
        late = Contact.objects.get(note="猫の話の途中")
    assert (late.started_at.isoformat(), late.minutes) == ("2026-04-04T01:00:00+00:00", None)


def test_a_record_of_an_age_before_the_call_is_refused_with_everything_typed(world, yuki):
    answer = yuki.post(at(world, "phone_record"), tap(happened_at="1926-04-02T10:00:00+09:00"))
    assert answer.status_code == 422
    assert "年を確かめてください" in words(answer)
    assert "猫の話の途中" in words(answer)
    with within(world.hana):
        assert not Contact.objects.exists()


def test_at_the_desk_the_year_is_refused_beside_the_day(world, sign_in, clock):
    answer = sign_in(world.hana).post(at(world, "case_contact"), try_fields(on="1926-04-02", note="猫の話の途中"))
    assert (answer.status_code, "猫の話の途中" in words(answer)) == (422, True)
    assert answer.context["form"].errors["on"] == ["受付日の10年以上前の日付です。年を確かめてください。"]


# --- the quiet line ---


def test_each_half_written_form_is_one_link_where_the_day_begins(world, sign_in, clock):
    hana, yuki = sign_in(world.hana), sign_in(world.yuki)
    assert "書きかけ" not in words(hana.get("/desk/")) + words(yuki.get("/today/"))
    hana.post("/desk/intake/draft/", {"nickname": "朝顔さん宅", "family_name": "山田"})
    hana.post(at(world, "contact_draft"), desk())
    yuki.post(at(world, "record_draft"), tap())
    for page, count in (
        (words(hana.get("/desk/")), 2),
        (words(yuki.get("/today/")), 1),
        (words(yuki.get("/desk/")), 1),
    ):
        assert f"書きかけが{count}件あります" in page
        assert "山田" not in page
    page = words(hana.get("/desk/"))
    assert '<a href="/desk/intake/">受付：朝顔さん宅（10:00）</a>' in page
    assert f'<a href="{at(world, "case_contact")}">記録：花水木さん宅（10:00）</a>' in page
    assert f'<a href="{at(world, "phone_record")}?again=1">' in words(yuki.get("/today/"))


def test_a_case_handed_over_is_hinted_at_no_more(world, sign_in, clock):
    sign_in(world.yuki).post(at(world, "record_draft"), tap())
    with within(world.hana):
        hand_over(world.ken, world.sora, note="x", why="x", by=world.hana, at=now())
    yuki = sign_in(world.yuki)
    assert "書きかけ" not in words(yuki.get("/today/"))
    assert yuki.get(at(world, "phone_record")).status_code == 404
