"""A card laid on an hour that is taken: the board says what stands in the way and offers the next free hour."""

import re
from datetime import time

import pytest
from django.urls import reverse

from accounts.walls import as_job, within
from cases.models import Case, Family, Visit
from tests.web.test_week import FRIDAY, agreed, another


@pytest.fixture
def other(world):
    """At two o'clock on that Friday Yuki is with another family."""
    case = another(world)
    with within(world.hana):
        Family.objects.filter(pk=case.person.family_id).update(nickname="若竹さん宅")
    agreed(world, case)
    return case


@pytest.fixture
def lay(world, sign_in, time_machine):
    """Lays Ken's card on that Friday; the page on which it ends."""
    time_machine.move_to(world.morning, tick=False)

    def drop(who=None, **fields):
        told = {
            "laid": "card", "on": str(FRIDAY), "worker": world.yuki.pk, "second": "", "method": "visit",
            "hour": "14:00", "minutes": 60, "seen": "",
        } | fields  # fmt: skip
        client = sign_in(who or world.hana)
        return client.post(f"{reverse('week_plan', args=[world.ken.pk])}?view=all", told, follow=True)

    return drop


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def offered(page):
    """What the button of the offer would send."""
    form = page[page.index('role="alert"') :].split("</form>")[0]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))


def test_the_board_names_the_other_plan_and_its_hour(world, other, lay):
    answer = lay()
    assert answer.request["PATH_INFO"] == "/week/"
    assert "花水木さん宅を4/10（金）14:00に置けません。" in text(answer)
    assert f"Yukiさんは14:00から15:00まで、若竹さん宅（{other.code}）の予定があります。" in text(answer)
    with within(world.hana):
        assert not Visit.objects.filter(case=world.ken).exists()


def test_the_next_free_hour_is_one_tap_away_with_all_the_card_brought(world, other, lay):
    told = offered(text(lay(minutes=45)))
    assert (told["hour"], told["minutes"], told["on"], told["worker"]) == (
        "15:00",
        "45",
        str(FRIDAY),
        str(world.yuki.pk),
    )
    page = text(lay(**told))
    assert 'role="alert"' not in page
    with within(world.hana):
        stands = Visit.objects.get(case=world.ken)
    assert stands.starts_at.astimezone(world.engawa.zone).time() == time(15)


def test_what_is_taken_after_it_too_is_passed_over(world, other, lay):
    agreed(world, another(world), time(15, 30))
    assert offered(text(lay()))["hour"] == "16:30"


def test_both_of_a_pair_are_to_be_free(world, other, lay):
    agreed(world, another(world, world.sora), time(15), worker=world.sora)
    assert offered(text(lay(second=world.sora.pk)))["hour"] == "16:00"


def test_where_the_day_has_no_free_hour_left_it_says_so_and_the_form_is_at_hand(world, other, lay):
    with as_job(world.engawa.pk):
        type(world.yuki).objects.filter(pk=world.yuki.pk).update(works_from=time(9), works_until=time(15, 30))
    page = text(lay())
    assert "その日は、このあと空いている時刻がありません。" in page
    assert 'name="hour" value="15:00"' not in page


def test_the_way_to_the_form_keeps_what_the_card_brought(world, other, lay, hana):
    page = text(lay(minutes=45))
    href = re.search(r'href="([^"]+)">時刻や人を選びなおす', page)[1].replace("&amp;", "&")
    form = hana.get(href).context["form"]
    told = {name: str(form[name].value()) for name in ("hour", "minutes", "worker")}
    assert told == {"hour": "14:00", "minutes": "45", "worker": str(world.yuki.pk)}


def test_once_the_other_plan_is_gone_the_board_says_nothing(world, other, lay, hana):
    where = lay().redirect_chain[-1][0]
    with within(world.hana):
        Visit.objects.filter(case=other).update(state="cancelled")
    assert 'role="alert"' not in text(hana.get(where))


def test_on_the_form_itself_it_is_told_on_the_form(world, other, lay, hana):
    told = {"on": str(FRIDAY), "worker": world.yuki.pk, "method": "visit", "hour": "14:00", "minutes": 60}
    answer = hana.post(reverse("week_plan", args=[world.ken.pk]), told)
    assert (answer.status_code, "若竹さん宅の予定があります" in text(answer)) == (422, True)


@pytest.mark.parametrize("key", ["x", "0b5c0a51-0000-4000-8000-000000000001", "theirs"])
def test_an_address_of_nothing_here_shows_the_board_and_no_more(world, other, lay, hana, sign_in, key):
    where = lay().redirect_chain[-1][0]
    with within(world.hana):
        ken = str(Case.objects.get(pk=world.ken.pk).pk)
    answer = sign_in(world.rin).get(where) if key == "theirs" else hana.get(where.replace(ken, key))
    assert (answer.status_code, 'role="alert"' in text(answer)) == (200, False)


@pytest.mark.parametrize("told", ["9999-12-31", "2020-01-01", "x", ""])
def test_a_day_out_of_reach_shows_the_board_and_no_more(world, other, lay, hana, told):
    where = lay().redirect_chain[-1][0]
    answer = hana.get(where.replace(str(FRIDAY), told))
    assert (answer.status_code, 'role="alert"' in text(answer)) == (200, False)
