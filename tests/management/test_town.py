from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import localtime

from accounts.models import Organisation, User
from accounts.walls import as_job, within
from cases.actions.opening import index_family
from cases.management.town import census, fate, household, words
from cases.management.town.household import Household
from cases.management.town.rows import COLUMNS, Colleague, House
from cases.management.town.settling import settle
from cases.management.town.weights import AGE, BAND, LIVES_WITH
from cases.management.town.wheel import Wheel
from cases.models import Case, Contact, Event, Family, Person
from cases.queries.rhythm import signals_of, situation_of
from cases.rules.calendar import Calendar
from cases.rules.dates import read_birth
from cases.rules.names import sort_key
from cases.rules.rhythm.propose import propose

AT = datetime(2026, 4, 1, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
DAYS = Calendar(zone=ZoneInfo("Asia/Tokyo"))
HOUSE = House("0" * 32, (Colleague("1" * 32, "花", DAYS),), (Colleague("2" * 32, "雪", DAYS),))


def town(people: int, seed: int = 7, **more: float) -> census.Town:
    return census.Town(people, seed, AT, **{"years": 3.0, "active": 0.2, **more})


def drawn(seed: int) -> dict[str, list[str]]:
    return census.draw(town(40, seed), census.Batch(0, 40, 0, 40), HOUSE).lines


def test_the_same_seed_makes_the_same_town_and_another_seed_another():
    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)


def test_a_town_of_any_size_has_a_large_organisation_and_usual_ones():
    assert census.sizes(400) == [400]
    assert census.sizes(1500) == [1000, 500]
    large, *usual = census.sizes(1_460_000)
    assert (large, sum(usual), len(usual)) == (29_200, 1_430_800, 1960)


def test_a_wheel_gives_every_outcome_that_has_a_weight():
    assert set(Wheel({"often": 0.9999, "rare": 0.0001}).fields) == {"often", "rare"}


@pytest.mark.parametrize("wheel", [BAND, AGE["young"], AGE["older"], *LIVES_WITH.values()])
def test_the_weights_of_the_survey_make_a_whole_wheel(wheel):
    assert 990 <= len(wheel.fields) <= 1010


def homes() -> Iterator[tuple[int, Household]]:
    """A year and a family that asked in it."""
    for place in range(3000):
        year = 2016 + place % 10
        yield year, household.draw(Random(place), place, year)


def test_no_household_tells_what_cannot_be():
    for year, home in homes():
        age = year - home.birth_year
        assert read_birth(home.birth_told, today=date(year, 12, 31)).problem is None, home.birth_told
        assert "covid" not in home.triggers or home.onset_year >= 2020
        assert "caregiver_ageing" not in home.issues or age >= 40
        for one in home.kin:
            assert one.relationship != "spouse" or age >= 40
            if one.relationship == "spouse" and home.sex == "male":
                assert one.name.split()[1] in dict(words.WOMEN)


def test_those_who_are_reached_are_reached_when_the_field_says():
    drawn = [fate.fate(Random(place), 0) for place in range(3000)]
    voice = median(one.voice for one in drawn if one.voice < fate.NEVER) / fate.DAY
    firsts = [dict(reversed([(stage, at / fate.DAY) for at, stage in one.rungs])) for one in drawn]
    face, outside, society = (
        median(told[stage] for told in firsts if stage in told) for stage in ("face", "outside", "society")
    )
    for days, said in ((voice, 120), (face, 180), (outside, 270), (society, 365)):
        assert said * 0.85 < days < said * 1.15


@pytest.fixture
def engawa(world) -> Organisation:
    """Sixty families have settled where Hana coordinates and Yuki and Sora visit."""
    settle(town(60), world.engawa, 60)
    return world.engawa


def settled(organisation: Organisation) -> list[Case]:
    cases = Case.objects.filter(fictional=True).select_related("organisation", "lead", "person__family", "finding")
    return list(cases.order_by("pk"))


def test_what_each_case_knows_is_what_its_contacts_tell(engawa):
    with as_job(engawa.pk):
        assert [case for case in settled(engawa) if signals_of(case) != case.signals] == []


def last_deed(case: Case) -> datetime:
    contacts = Contact.objects.filter(case=case).values_list("received_at", flat=True)
    events = Event.objects.filter(case=case).exclude(what="case.handed_over").values_list("at", flat=True)
    return max([*contacts, *events])


def test_each_next_contact_is_what_the_rhythm_says(engawa):
    with as_job(engawa.pk):
        living = [case for case in settled(engawa) if case.standing == "open"]
        assert len(living) >= 5
        for case in living:
            proposal = propose(situation_of(case, case.signals, last_deed(case)))
            told = (case.next_method, case.next_earliest, case.next_due, case.next_latest, case.next_ends)
            assert told == (proposal.method, proposal.earliest, proposal.due, proposal.latest, proposal.ends)
            assert (case.next_reason, case.next_facts) == (proposal.reason, proposal.facts)


def test_nobody_at_rest_or_closed_has_a_next_contact(engawa):
    with as_job(engawa.pk):
        others = [case for case in settled(engawa) if case.standing != "open"]
        assert others
        assert all(case.next_due is None for case in others)


def test_everyone_is_found_and_sorted_as_if_typed_by_hand(engawa):
    with as_job(engawa.pk):
        for case in settled(engawa)[:12]:
            assert case.person.sort_key == sort_key(case.person.full_kana)
            before = case.finding.grams
            index_family(case.person.family_id)
            case.finding.refresh_from_db()
            assert case.finding.grams == before


def test_every_record_is_marked_and_every_phone_reaches_nobody(engawa):
    with as_job(engawa.pk):
        assert len(settled(engawa)) == 60
        assert not Family.objects.exclude(nickname="花水木さん宅").exclude(phone__startswith="+81900000").exists()


def test_nothing_happens_after_now_nor_before_the_call(engawa):
    with as_job(engawa.pk):
        for case in settled(engawa):
            moments = [*Contact.objects.filter(case=case).values_list("started_at", "received_at")]
            assert all(case.inquired_at <= started <= received <= AT for started, received in moments)


def test_those_who_work_there_share_the_cases(world, engawa):
    with within(world.yuki):
        assert 1 < Case.objects.count() < 40
    with within(world.hana):
        assert Case.objects.filter(fictional=True).exclude(coordinator=world.hana).count() == 0


def test_an_organisation_without_workers_takes_nobody(db):
    with as_job():
        Organisation.objects.create(name="Hitori", created_at=AT)
    with pytest.raises(CommandError, match="needs a coordinator"):
        call_command("town", people=3, organisation="Hitori", processes=1)


def test_a_whole_town_is_founded_once(db, capsys):
    call_command("town", people=30, seed=5, processes=1, at=AT.isoformat())
    assert "30 people" in capsys.readouterr().out
    with as_job():
        house = Organisation.objects.get()
    assert house.fictional
    with as_job(house.pk):
        assert Person.objects.count() == 30
        assert {user.role for user in User.objects.all()} == {"worker", "coordinator", "manager", "administrator"}
        assert not any(user.has_usable_password() for user in User.objects.all())
    with pytest.raises(CommandError, match="stands here already"):
        call_command("town", people=30, seed=5, processes=1)


def test_the_lines_of_each_table_have_its_columns():
    for table, lines in drawn(3).items():
        assert {line.count("\t") + 1 for line in lines} == {len(COLUMNS[table])}, table


def test_the_history_reaches_back_as_far_as_told():
    asked = [line.split("\t")[12] for line in drawn(4)["cases_case"]]
    assert min(asked) >= f"{(localtime(AT, ZoneInfo('UTC')) - timedelta(days=3 * 365 + 1)).date()}"
    assert asked == sorted(asked)
