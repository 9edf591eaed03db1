import re
from collections import Counter
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.walls import as_job, as_sign_in, within
from cases.management import demo
from cases.management.stories import STORIES, Moved, Said, Tried
from cases.models import Case, Contact, Leave, Visit
from cases.models.labels_reasons import reason_sentence
from cases.queries.week import week
from cases.rules.due import local_day
from cases.rules.week import week_of
from tests.conftest import MORNING

THURSDAY = MORNING + timedelta(days=239)  # a letter falls into the leave of the week after

LATIN_LINE = re.compile(r"^[ -~“”’]+$")


TEXT = {Tried: "note", Moved: "why", Said: "words"}


def notes() -> list[str]:
    steps = [step for story in STORIES for step in story.past]
    texts = [getattr(step, TEXT[type(step)]) for step in steps]
    told = [text for story in STORIES for text in (story.told, story.approach, story.talk, story.never) if text]
    return texts + told


def test_every_note_stands_in_japanese_and_then_in_english():
    for note in notes():
        japanese, english = note.split("\n")
        assert re.search("[ぁ-んァ-ヶ一-龠]", japanese), note
        assert LATIN_LINE.match(english), note


def test_each_story_has_a_reading_of_its_names():
    named = [story for story in STORIES if story.person[0]]
    assert len(named) == 7
    assert all(story.person[2] and story.person[3] and story.caller[1] for story in named)


@pytest.fixture
def people(db) -> dict[str, User]:
    demo.build(MORNING)
    with as_sign_in():
        return {user.email.split("@")[0]: user for user in User.objects.select_related("organisation")}


def test_the_house_looks_alive(people):
    with within(people["hana"]):
        standing = Counter(Case.objects.values_list("standing", flat=True))
        assert sum(standing.values()) == len(STORIES) + demo.NEIGHBOURS["Engawa"]
        assert all(standing[word] >= 1 for word in ("inquiry", "open", "paused", "closed")), standing
        due = Counter(case.due(MORNING) for case in Case.objects.open())
        assert due["due"] >= 3
        assert Contact.objects.count() > 500


def test_every_planned_contact_has_its_reason_and_the_page_that_explains_it(people):
    with within(people["hana"]):
        planned = list(Case.objects.open().exclude(next_due=None).values_list("pk", "next_reason", "next_facts"))
        assert len(planned) == Case.objects.open().count() >= 10
    assert len({reason_sentence(reason, facts) for _, reason, facts in planned}) >= 5
    browser = Client()
    with as_sign_in():
        browser.force_login(people["hana"])
    for pk, _, _ in planned[:8]:
        page = browser.get(reverse("case_why", args=[pk]))
        assert page.context["next"]["why"]
        assert page.context["conditions"] is not None
        assert page.context["changes"]


def test_a_week_is_planned_a_pair_goes_and_something_waits(people):
    hana, zone = people["hana"], people["hana"].organisation.zone
    with within(hana):
        ahead = Visit.objects.filter(state="planned").exclude(starts_at=None)
        assert ahead.count() >= 4
        assert ahead.exclude(second=None).count() == 1
        assert min(visit.starts_at for visit in ahead) > MORNING
        days = week_of(MORNING.astimezone(zone).date())
        told = week(hana, days, view="mine")
        assert len(told.lane) >= 3
        assert sum(len(cell.visits) for _, cells in told.rows for cell in cells) >= 2
        assert not Case.objects.open().filter(next_reason="").exists()
        assert Leave.objects.count() == 1


def test_what_was_proposed_for_the_days_of_a_leave_moves(db):
    demo.build(THURSDAY)
    with as_sign_in():
        hana = User.objects.select_related("organisation").get(email="hana@example.org")
    with within(hana):
        away, zone = Leave.objects.get(), hana.organisation.zone
        led = Case.objects.open().filter(lead=away.user).exclude(next_due=None)
        days = [local_day(case.next_due, zone) for case in led]
    assert days
    assert not [day for day in days if away.starts_on <= day <= away.ends_on]


def test_yuki_and_sora_share_them_and_hana_coordinates(people):
    with as_job(people["hana"].organisation_id):
        assert set(Case.objects.open().values_list("lead__name", flat=True)) == {"雪村 ゆき", "空知 そら"}
        assert set(Case.objects.values_list("coordinator__name", flat=True)) == {"花岡 はな"}


def test_all_of_it_is_marked_as_made_up(people):
    for login in ("hana", "rin"):
        with within(people[login]):
            assert not Case.objects.filter(fictional=False).exists()
            assert people[login].organisation.fictional


def test_each_story_goes_as_far_as_it_is_told(people):
    with within(people["hana"]):
        stages = dict(Case.objects.values_list("person__family__nickname", "stage"))
        assert stages["花水木さん宅"] == "door"
        assert stages["木蓮さん宅"] == "letter"
        assert "visit" in Case.objects.get(person__family__nickname="木蓮さん宅").closed_methods
        assert stages["朝顔さん宅"] == "face"
        assert stages["桔梗さん宅"] == "outside"
        written = Contact.objects.filter(case__person__family__nickname="花水木さん宅")
        assert set(written.values_list("author__name", flat=True)) == {"雪村 ゆき"}
