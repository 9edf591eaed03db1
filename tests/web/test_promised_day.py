"""An inquiry out of an old ledger that names the next contact, opened by a coordinator."""

import re
from datetime import date

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.walls import as_job, within
from cases.actions.ledger.bringing import bring
from cases.actions.ledger.receiving import choose
from cases.models import Case, Event, Person, Visit
from tests.ledgers import AI, CASES, KEN, NOW, case, intake, read, received
from tests.world import World


@pytest.fixture
def opening(world, hana, time_machine):
    """Opens a case of the book with Yuki; the answer as a page, and the case as it stands then."""
    time_machine.move_to(NOW, tick=False)

    def send(**fields):
        one = case(world, "A-1")
        told = {"coordinator": world.hana.pk, "lead": world.yuki.pk, "stage": "door"} | fields
        page = hana.post(reverse("case_open", args=[one.pk]), told, follow=True)
        return page, case(world, "A-1")

    return send


def form(world: World, hana) -> str:
    return hana.get(reverse("case_open", args=[case(world, "A-1").pk])).content.decode()


def planned(one: Case) -> tuple[date, str, bool]:
    return one.next_due.astimezone(one.organisation.zone).date(), one.next_reason, one.next_accepted


def test_the_form_proposes_the_day_of_the_ledger_and_says_where_it_comes_from(world, hana, time_machine):
    time_machine.move_to(NOW, tick=False)
    read(world, intake(KEN))
    page = form(world, hana)
    assert "次回予定：R8.12.10" in page
    assert "ご家族に2026年12月10日（木）と約束" in page
    boxes = re.findall(r'<input[^>]*name="on_\w+"[^>]*value="(\d+)"|<input[^>]*value="(\d+)"[^>]*name="on_\w+"', page)
    assert [one or other for one, other in boxes] == ["2026", "12", "10"]


def test_kept_as_proposed_the_day_stands_agreed_and_says_that_it_was_promised(world, opening):
    read(world, intake(KEN))
    page, ken = opening(on="2026-12-10")
    assert (ken.standing, planned(ken)) == ("open", (date(2026, 12, 10), "promised", True))
    assert "これまでの台帳に次回の予定として書かれていた日です" in page.content.decode()
    with within(world.hana):
        assert Visit.objects.get(case=ken).worker == world.yuki
        assert Event.objects.get(case=ken, what="case.planned").facts["promised"] is True


def test_another_day_in_its_place_is_the_teams_choice(world, opening):
    read(world, intake(KEN))
    assert planned(opening(on="2026-12-11")[1]) == (date(2026, 12, 11), "chosen", True)


def test_emptied_the_rhythm_finds_the_day(world, opening):
    read(world, intake(KEN))
    assert planned(opening()[1])[1:] == ("first", False)


def test_a_day_that_is_over_and_one_that_cannot_be_read_are_shown_and_bind_nobody(world, opening, hana):
    read(world, intake(KEN.replace("R8.12.10", "2026-10-01")))
    page = form(world, hana)
    assert ("次回予定：2026-10-01" in page, 'name="on_year"' in page) == (True, False)
    assert planned(opening(on="2026-12-10")[1])[1:] == ("first", False)


def test_words_that_name_no_day_are_shown_too(world, hana, time_machine):
    time_machine.move_to(NOW, tick=False)
    read(world, intake(KEN.replace("R8.12.10", "来月<中旬>")))
    page = form(world, hana)
    assert ("次回予定：来月&lt;中旬&gt;" in page, 'name="on_year"' in page) == (True, False)


def test_an_inquiry_without_a_word_of_it_is_asked_nothing(world, hana, time_machine):
    time_machine.move_to(NOW, tick=False)
    read(world, intake(AI.replace("A-2", "A-1")))
    page = form(world, hana)
    assert ("これまでの台帳にある次回の予定" in page, 'name="on_year"' in page) == (False, False)


def test_on_a_day_off_the_form_asks_and_nothing_typed_is_lost(world, opening):
    with as_job(world.engawa.pk):
        User.objects.filter(pk=world.yuki.pk).update(weekdays=0b0000111)  # 10 December is a Thursday
    read(world, intake(KEN))
    page, ken = opening(on="2026-12-10", pace="9")
    assert (page.status_code, ken.standing, ken.pace_days) == (422, "inquiry", None)
    assert 'value="9"' in page.content.decode()
    assert planned(opening(on="2026-12-10", pace="9", anyway="on")[1])[:2] == (date(2026, 12, 10), "promised")


def test_to_a_house_with_a_warning_of_violence_two_are_opened_for(world, opening):
    read(world, intake(KEN))
    with as_job(world.engawa.pk):
        Person.objects.filter(pk=case(world, "A-1").person_id).update(issues=["violence_at_home"])
    page, ken = opening(on="2026-12-10")
    assert (page.status_code, ken.standing) == (422, "inquiry")
    assert "暴力のおそれがあるため、二人で行きます。" in page.context["form"].errors["second"][0]
    assert opening(on="2026-12-10", second=world.sora.pk)[1].next_reason == "promised"
    with within(world.hana):
        assert Visit.objects.get(case=ken).second == world.sora


def test_a_column_that_was_named_by_hand_is_found_as_well(world, opening):
    books = intake(KEN, head=CASES.replace("次回予定", "つぎ"))
    batch = received(world, books)
    with within(world.hana):
        names = {"つぎ": "next_on"}
        choose(batch, choices={"0.0": {"kind": "intake", "columns": names}}, by=world.hana)
        bring(batch, shown=None, by=world.hana, at=NOW)
    assert planned(opening(on="2026-12-10")[1])[1] == "promised"


def test_the_book_read_again_finds_its_day_kept(world, opening):
    read(world, intake(KEN))
    opening(on="2026-12-10")
    read(world, intake(KEN.replace("犬あり", "犬と猫あり")), workers={"大栗": world.yuki})
    assert planned(case(world, "A-1")) == (date(2026, 12, 10), "promised", True)
