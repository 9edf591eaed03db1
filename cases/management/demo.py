"""The demo house: two organisations, six people who sign in, eight families with a story and a small town around them.

All of it is made up.
"""

from datetime import datetime, time, timedelta
from uuid import uuid4

from django.contrib.auth.hashers import make_password

from accounts.models import Organisation, User
from accounts.roles import Role
from accounts.walls import as_job, within
from cases.actions.contacting import Try, record_contact
from cases.actions.moving import move, pause
from cases.actions.opening import Inquiry, open_case, record_inquiry
from cases.actions.willing import hear
from cases.management.demo_week import plan_the_week
from cases.management.stories import STORIES, Moved, Said, Story, Tried
from cases.management.town.census import Town
from cases.management.town.settling import rest_at_new_year, settle
from cases.models import Case
from cases.rules.facts import PauseScope
from cases.rules.kana import sort_key
from cases.rules.ladder import Stage
from cases.rules.methods import WithWhom
from cases.rules.responses import Response

PASSWORD = "hitokoe-demo-engawa"  # of made-up people in a made-up house; printed by `make demo`
READINGS = {
    "hana": "はなおか はな", "yuki": "ゆきむら ゆき", "sora": "そらち そら", "mio": "みおだ みお", "ada": "あだち あだ",
    "rin": "りんどう りん",
}  # fmt: skip
PEOPLE = (
    ("Engawa", "hana", "花岡 はな", Role.COORDINATOR),
    ("Engawa", "yuki", "雪村 ゆき", Role.WORKER),
    ("Engawa", "sora", "空知 そら", Role.WORKER),
    ("Engawa", "mio", "澪田 みお", Role.MANAGER),
    ("Engawa", "ada", "足立 あだ", Role.ADMINISTRATOR),
    ("Madobe", "rin", "凛堂 りん", Role.COORDINATOR),
)
RESTS = (
    ("家族の入院のため。 / The family is in hospital.", 3),
    ("季節の変わり目なのでしばらく休む。 / A rest while the season changes.", 5),
    ("本人の希望で休む。 / The person asked for a rest.", 8),
)
NEIGHBOURS = {"Engawa": 60, "Madobe": 15}
AFTERNOON = time(14, 30)
WRITTEN_AFTER = timedelta(minutes=20)


def build(at: datetime) -> None:
    """The stories are lived through the real deeds at the moments they happened; the town settles around them."""
    houses = {name: _organisation(name, at) for name in NEIGHBOURS}
    users = {login: _user(houses[house], login, name, role) for house, login, name, role in PEOPLE}
    for story in STORIES:
        _live(story, users["hana"], users[story.worker], at)
    _live(STORIES[0], users["rin"], users["rin"], at)
    for seed, (name, people) in enumerate(NEIGHBOURS.items(), start=1):
        settle(Town(people, seed, at, years=2.0, active=0.33), houses[name], people)
    _let_some_rest(users["hana"], at)
    plan_the_week(users, at)


def _let_some_rest(coordinator: User, at: datetime) -> None:
    """So that the list of those who rest is not empty on any day the demo is built."""
    day = _moment(2, coordinator, at)
    with within(coordinator):
        told = [story.nickname for story in STORIES]
        calm = Case.objects.open().filter(concern=False, next_ends__gt=at).order_by("pk")
        calm = calm.exclude(person__family__nickname__in=told)
        for case, (why, weeks) in zip(calm[: len(RESTS)], RESTS, strict=False):
            until = day.date() + timedelta(weeks=weeks)
            pause(case, PauseScope.CASE, reason=why, until=until, by=coordinator, at=day)


def _organisation(name: str, at: datetime) -> Organisation:
    with as_job():
        house = Organisation.objects.create(name=name, fictional=True, created_at=at)
    with as_job(house.pk):
        rest_at_new_year(house, at.year)
    return house


def _user(house: Organisation, login: str, name: str, role: Role) -> User:
    with as_job(house.pk):
        user: User = User.objects.create(
            organisation=house, email=f"{login}@example.org", name=name, role=role, password=make_password(PASSWORD),
            kana=READINGS[login], sort_key=sort_key(READINGS[login]),
        )  # fmt: skip
    return user


def _live(story: Story, coordinator: User, worker: User, at: datetime) -> None:
    asked = _moment(story.asked, coordinator, at)
    with within(coordinator):
        case = record_inquiry(_told(story), by=coordinator, at=asked)
        if not story.is_open:
            return
        began = asked + timedelta(days=3)
        case = open_case(
            case, coordinator=coordinator, lead=worker, second=None, stage=story.begins, pace=None, by=coordinator,
            at=began,
        )  # fmt: skip
        for step in story.past:
            _step(step, case, coordinator, worker, at)
        if story.rest:
            day = _moment(6, coordinator, at)
            pause(case, PauseScope.PERSON, reason=story.rest, until=None, by=coordinator, at=day)


def _moment(days: int, user: User, at: datetime) -> datetime:
    """Some afternoon, so many days ago."""
    zone = user.organisation.zone
    return datetime.combine(at.astimezone(zone).date() - timedelta(days=days), AFTERNOON, zone)


def _told(story: Story) -> Inquiry:
    family, given, family_kana, given_kana = story.person
    name, kana, relationship = story.caller
    return Inquiry(
        family={
            "nickname": story.nickname, "nickname_kana": story.reading, "prefecture": "千葉県",
            "municipality": "浦安市", "approach": story.approach,
        },
        caller={"name": name, "kana": kana, "relationship": relationship},
        person={
            "family_name": family, "given_name": given, "family_kana": family_kana, "given_kana": given_kana,
            "birth_told": story.birth, "onset_told": story.onset, "talk_about": story.talk,
            "never_talk_about": story.never, **story.facts,
        },
        case={"referral": "family", "basis": "life_body_property", "concern_told": story.told, "fictional": True},
    )  # fmt: skip


def _step(step: Tried | Moved | Said, case: Case, coordinator: User, worker: User, at: datetime) -> None:
    day = _moment(step.days, coordinator, at)
    match step:
        case Moved():
            was = Stage(Case.objects.values_list("stage", flat=True).get(pk=case.pk))
            move(case, step.stage, why=step.why, was=was, by=coordinator, at=day)
        case Said():
            hear(case, step.scope, step.answer, how=step.words, way=step.way, by=coordinator, at=day)
        case Tried():
            with within(worker):
                _try(step, case, worker, day)


def _try(step: Tried, case: Case, worker: User, day: datetime) -> None:
    whom = WithWhom.RELATIVE if step.response == Response.FAMILY_ONLY else WithWhom.PERSON
    told = Try(
        id=uuid4(), method=step.method, response=step.response, started_at=day, minutes=step.minutes or None,
        note=step.note, with_whom=whom, concern=step.concern,
    )  # fmt: skip
    record_contact(case, told, by=worker, at=day + timedelta(minutes=step.minutes) + WRITTEN_AFTER)
