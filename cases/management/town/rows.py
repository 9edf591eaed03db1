"""A household and its course as lines of COPY, one list of lines for each table."""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from random import Random

from cases.management.town import words
from cases.management.town.course import WRITTEN_AFTER, Course, Try, day_text
from cases.management.town.events import By, happened
from cases.management.town.household import Household
from cases.rules.calendar import Calendar
from cases.rules.finding import grams_for
from cases.rules.ladder import Standing
from cases.rules.names import sort_key
from cases.rules.rhythm.propose import Proposal, Situation, propose
from cases.rules.rhythm.signals import Past, Signals, fold
from cases.rules.rhythm.table import USUAL_QUIET

COLUMNS: dict[str, tuple[str, ...]] = {
    "cases_family": (
        "id", "organisation_id", "nickname", "nickname_kana", "postal_code", "prefecture", "municipality", "address",
        "phone", "phone_told", "approach", "language",
    ),
    "cases_person": (
        "id", "organisation_id", "family_id", "family_name", "given_name", "family_kana", "given_kana", "sort_key",
        "birth_on", "birth_year", "birth_told", "sex", "onset_told", "onset_year", "outing", "triggers", "issues",
        "talk_about", "never_talk_about", "best_hours", "clinic", "version",
    ),
    "cases_relative": (
        "id", "organisation_id", "family_id", "name", "kana", "relationship", "phone", "phone_told", "is_caller",
        "is_key_contact", "lives_with", "pays", "health", "may_be_told",
    ),
    "cases_case": (
        "id", "organisation_id", "person_id", "code", "stage", "standing", "coordinator_id", "lead_id", "close_reason",
        "referral", "basis", "concern_told", "inquired_at", "opened_at", "closed_at", "staged_at", "version",
        "fictional", "closed_methods",
        "next_method", "next_earliest", "next_due", "next_latest", "next_ends", "next_reason", "next_facts",
        "last_at", "last_method", "last_response", "last_sign_at", "silent_streak", "silent_letters", "voice_streak",
        "refusals", "concern", "opened_door", "family_last_at", "recent",
    ),
    "cases_assignment": (
        "id", "organisation_id", "case_id", "worker_id", "part", "started_at", "ended_at", "why_ended", "handover_note",
    ),
    "cases_contact": (
        "id", "digest", "organisation_id", "case_id", "method", "direction", "with_whom", "response", "started_at",
        "minutes", "worker_id", "second_id", "observed_by", "concern", "note", "readers", "author_id", "written_at",
        "received_at",
    ),
    "cases_consent": ("id", "organisation_id", "person_id", "scope", "answer", "heard_by_id", "how", "at", "reason"),
    "cases_pause": (
        "id", "organisation_id", "scope", "case_id", "family_id", "reason", "until", "by_id", "at", "ended_at",
    ),
    "cases_event": ("id", "organisation_id", "case_id", "what", "by_id", "at", "facts", "note"),
    "cases_finding": ("case_id", "organisation_id", "grams"),
}  # fmt: skip
NULL = r"\N"
SHIFT = 9 * 60  # the town's clock runs nine hours ahead of UTC
CLOCK = [f"{minute // 60:02d}:{minute % 60:02d}:00+09" for minute in range(24 * 60)]
LOOKED_BACK = 200  # contacts; as many as the rhythm looks at


@dataclass(frozen=True, slots=True)
class Colleague:
    id: str
    name: str
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class House:
    """The organisation people settle in: who works there, and what it decided about the rhythm."""

    id: str
    coordinators: tuple[Colleague, ...]
    workers: tuple[Colleague, ...]
    paces: Mapping[str, int] = field(default_factory=dict)
    cap_7: int = 3
    cap_14: int = 5
    first_number: int = 1  # of the case codes


@dataclass(slots=True)
class Rows:
    """The lines of one batch of households."""

    house: House
    dice: Random
    milliseconds: int
    lines: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def key(self, minute: int) -> str:
        """A version 7 UUID of that moment."""
        return uuid7((minute - SHIFT) * 60_000, self.dice)

    def next_key(self) -> str:
        """Of what is written in bulk: each later than the one before, so that indexes grow at one end."""
        self.milliseconds += 1
        return uuid7(self.milliseconds, self.dice)

    def put(self, table: str, *cells: object) -> None:
        self.lines[table].append("\t".join(map(str, cells)))


def uuid7(milliseconds: int, dice: Random) -> str:
    value = (milliseconds << 80) | dice.getrandbits(80)
    return f"{value & ~(0xF << 76 | 0x3 << 62) | 0x7 << 76 | 0x2 << 62:032x}"


def moment(minute: int | None) -> str:
    return NULL if minute is None else f"{day_text(minute // 1440)} {CLOCK[minute % 1440]}"


def instant(minute: int) -> datetime:
    return datetime.fromtimestamp((minute - SHIFT) * 60, UTC)


def local_minute(at: datetime) -> int:
    return int(at.timestamp()) // 60 + SHIFT


def add(rows: Rows, home: Household, course: Course, number: int) -> None:
    """All rows of one family."""
    coordinator = rows.house.coordinators[number % len(rows.house.coordinators)].id
    family, person, case = (rows.key(course.inquired) for _ in range(3))
    code = f"H{day_text(course.inquired // 1440)[:4]}-{rows.house.first_number + number:04d}"
    _home(rows, home, family, person)
    _case(rows, home, course, person=person, case=case, code=code, coordinator=coordinator)
    _staff(rows, course, case)
    _contacts(rows, course, case, coordinator)
    _will(rows, course, person=person, case=case, family=family, coordinator=coordinator)
    _events(rows, course, case, coordinator)
    rows.put("cases_finding", case, rows.house.id, array(_grams(code, home)))


def _home(rows: Rows, home: Household, family: str, person: str) -> None:
    here = rows.house.id
    rows.put(
        "cases_family", family, here, home.nickname, home.nickname_kana, home.postal_code, home.prefecture,
        home.municipality, home.address, home.phone, home.phone_told, home.approach, "ja",
    )  # fmt: skip
    rows.put(
        "cases_person", person, here, family, home.family_name, home.given_name, home.family_kana, home.given_kana,
        f"{_key_of(home.family_kana)} {_key_of(home.given_kana)}", home.birth_on or NULL, home.birth_year,
        home.birth_told, home.sex, home.onset_told, home.onset_year, home.outing, array(home.triggers),
        array(home.issues), home.likes, home.never, home.best_hours, home.clinic, 1,
    )  # fmt: skip
    for one in home.kin:
        rows.put(
            "cases_relative", rows.next_key(), here, family, one.name, one.kana, one.relationship, one.phone,
            one.phone_told, one.is_caller, one.is_key, one.lives_with, one.is_key, "", "",
        )  # fmt: skip


def _case(rows: Rows, home: Household, course: Course, *, person: str, case: str, code: str, coordinator: str) -> None:
    lead = rows.house.workers[course.leads[-1][2]].id if course.leads else NULL
    signals = signals_of(course)
    proposal = proposal_of(course, signals, rows.house) if course.standing is Standing.OPEN else None
    rows.put(
        "cases_case", case, rows.house.id, person, code, course.stage, course.standing, coordinator, lead,
        course.close_reason, home.referral, home.basis, home.told, moment(course.inquired), moment(course.opened),
        moment(course.closed), moment(course.staged), 1, True, array(sorted(course.closed_methods)),
        *_next(proposal), *_known(signals),
    )  # fmt: skip


def signals_of(course: Course) -> Signals:
    return fold(
        Past(
            started_at=instant(at), method=method, response=response, with_whom=whom, direction=direction,
            concern=concern != "none",
        )
        for at, method, whom, response, _, concern, direction in course.tries[-LOOKED_BACK:]
    )  # fmt: skip


def proposal_of(course: Course, signals: Signals, house: House) -> Proposal:
    assert course.opened is not None
    situation = Situation(
        stage=course.stage, at=instant(course.planned()), signals=signals, opened_at=instant(course.opened),
        staged_at=instant(course.staged), calendar=house.workers[course.leads[-1][2]].calendar,
        closed_methods=course.closed_methods, paces=house.paces, cap_7=house.cap_7, cap_14=house.cap_14,
        quiet=USUAL_QUIET,
    )  # fmt: skip
    return propose(situation)


def _next(proposal: Proposal | None) -> tuple[object, ...]:
    if proposal is None:
        return "", NULL, NULL, NULL, NULL, "", "{}"
    one = proposal
    return one.method, one.earliest, one.due, one.latest, one.ends, one.reason, told(one.facts)


def _known(signals: Signals) -> tuple[object, ...]:
    one = signals
    return (
        one.last_at or NULL, one.last_method or "", one.last_response or "", one.last_sign_at or NULL,
        one.silent_streak, one.silent_letters, one.voice_streak, one.refusals, one.concern, one.opened,
        one.family_last_at or NULL,
        array(f'"{at}"' for at in one.recent),
    )  # fmt: skip


def _staff(rows: Rows, course: Course, case: str) -> None:
    house = rows.house
    for began, ended, worker in course.leads:
        why = ("異動のため", "これまでの様子を共有した。") if ended else ("", "")
        rows.put(
            "cases_assignment", rows.next_key(), house.id, case, house.workers[worker].id, "lead", moment(began),
            moment(ended), *why,
        )  # fmt: skip
    if course.second is not None and course.second not in {worker for _, _, worker in course.leads}:
        rows.put(
            "cases_assignment", rows.next_key(), house.id, case, house.workers[course.second].id, "second",
            moment(course.opened), NULL, "", "",
        )  # fmt: skip


def _contacts(rows: Rows, course: Course, case: str, coordinator: str) -> None:
    dice, here, lines = rows.dice, rows.house.id, rows.lines["cases_contact"]
    for one in course.tries:
        at, method, whom, response, minutes, concern, direction = one
        worker = _lead_at(rows.house, course, at) or coordinator
        written = moment(at + minutes + WRITTEN_AFTER)
        note = words.TROUBLES[at % 3] if concern != "none" else _note(one)
        lines.append(
            f"{rows.next_key()}\t{dice.getrandbits(256):064x}\t{here}\t{case}\t{method}\t{direction}\t{whom}\t"
            f"{response}\t{moment(at)}\t{minutes}\t{worker}\t{NULL}\tworker\t{concern}\t{note}\tstaff_only\t{worker}\t"
            f"{written}\t{written}"
        )


def _note(one: Try) -> str:
    told = words.NOTES[one[1]]
    return told[(one[0] // 15) % len(told)]


def _lead_at(house: House, course: Course, at: int) -> str:
    for _, until, worker in course.leads:
        if until is None or at < until:
            return house.workers[worker].id
    return ""


def _will(rows: Rows, course: Course, *, person: str, case: str, family: str, coordinator: str) -> None:
    here = rows.house.id
    for at, scope, answer, how, why in course.answers:
        heard_by = coordinator if why else _lead_at(rows.house, course, at)
        rows.put("cases_consent", rows.next_key(), here, person, scope, answer, heard_by, how, moment(at), why)
    for at, day, ended, why in course.rests:
        until = NULL if day is None else day_text(day)
        rows.put(
            "cases_pause", rows.next_key(), here, "person", case, family, why, until, coordinator, moment(at),
            moment(ended),
        )  # fmt: skip


def _events(rows: Rows, course: Course, case: str, coordinator: str) -> None:
    house = rows.house
    for at, what, who, facts, note in happened(course, [one.name for one in house.workers]):
        by = NULL if who is By.CLOCK else coordinator
        if who is By.LEAD:
            by = _lead_at(house, course, at) or coordinator
        rows.put("cases_event", rows.next_key(), house.id, case, what, by, moment(at), told(facts), note)


def told(facts: Mapping[str, str | int]) -> str:
    """JSON within a line of COPY."""
    return json.dumps(facts, ensure_ascii=False).replace("\\", "\\\\")


def array(codes: Iterable[str]) -> str:
    return "{" + ",".join(codes) + "}"


@lru_cache(maxsize=4096)
def _key_of(kana: str) -> str:
    return sort_key(kana)


@lru_cache(maxsize=80_000)
def _grams_of(text: str) -> frozenset[str]:
    """Names and numbers of a town come back, so each is taken apart once; the pairs themselves are few and shared."""
    return frozenset(map(sys.intern, grams_for([text])))


def _grams(code: str, home: Household) -> list[str]:
    """As the search box would gather them."""
    texts = [f"{home.family_name} {home.given_name}", f"{home.family_kana} {home.given_kana}"]
    texts += [home.nickname, home.nickname_kana, home.phone, home.postal_code]
    texts += [text for one in home.kin for text in (one.name, one.kana, one.phone) if text]
    return sorted(set(grams_for([code])).union(*map(_grams_of, texts)))
