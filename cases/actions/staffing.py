"""Who works here: inviting, changing, letting go, taking back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, time

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from accounts.models import Session, User
from accounts.roles import Role
from accounts.walls import as_job
from cases.actions.doing import Conflict, allow, hold, take_turn
from cases.actions.feeding import end_feeds
from cases.actions.keeping import NOTHING, Kept, keep_to_calendar
from cases.actions.wishing import forget_devices
from cases.models import Event, Notice
from cases.queries.load import living_cases_of
from cases.rules.access import May
from cases.rules.kana import sort_key, tidy


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How someone works here. `weekdays` is a mask whose lowest bit is Monday."""

    name: str
    kana: str
    email: str
    role: Role
    language: str
    weekdays: int
    capacity: int
    sex: str = "unknown"
    interests: str = ""
    works_from: time | None = None
    works_until: time | None = None


def terms_of(user: User) -> Terms:
    return Terms(
        name=user.name, kana=user.kana, email=user.email, role=Role(user.role), language=user.language,
        weekdays=user.weekdays, capacity=user.capacity, sex=user.sex, interests=user.interests,
        works_from=user.works_from, works_until=user.works_until,
    )  # fmt: skip


def _note(what: str, user: User, *, by: User, at: datetime, **facts: object) -> None:
    Event.objects.create(
        organisation_id=by.organisation_id, what=what, by=by, at=at, facts={"user": str(user.pk), **facts}
    )


@contextmanager
def _addresses_once() -> Iterator[None]:
    """Addresses are unique in the whole house: the constraint sees what this reader may not, and says no more."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as known:
        raise Conflict("address_known") from known


@transaction.atomic
def invite(name: str, email: str, role: Role, *, kana: str = "", language: str = "ja", by: User, at: datetime) -> User:
    """Someone new, who cannot sign in before setting a password. Raises Conflict for a known address."""
    allow(by, May.PEOPLE)
    kana = tidy(kana)
    with _addresses_once():
        user: User = User.objects.create(
            organisation_id=by.organisation_id, name=name, kana=kana, sort_key=sort_key(kana), email=email.lower(),
            role=role, language=language, invited_at=at, password=make_password(None),
        )  # fmt: skip
    _note("user.invited", user, by=by, at=at, role=role)
    return user


@transaction.atomic
def change(user: User, terms: Terms, *, by: User, at: datetime) -> None:
    """Raises Conflict for a known address, and for a role that is one's own, the last of its kind or still needed."""
    allow(by, May.PEOPLE)
    was = terms_of(user)
    if was.role != terms.role:
        if user.pk == by.pk:
            raise Conflict("not_own_role")
        _leave_room(user)
    kana = tidy(terms.kana)
    now = asdict(terms) | {"kana": kana, "sort_key": sort_key(kana), "email": terms.email.lower()}
    with _addresses_once():
        User.objects.filter(pk=user.pk).update(**now)
    if was.role != terms.role:
        _note("user.role_changed", user, by=by, at=at, was=was.role, now=terms.role)
    kept = keep_to_calendar(by.organisation, at, by=by, people=[user.pk]) if _days(was) != _days(terms) else NOTHING
    changed = [name for name, value in asdict(terms).items() if name != "role" and value != asdict(was)[name]]
    if changed:
        _note("user.changed", user, by=by, at=at, fields=changed, **kept.facts)


def _days(terms: Terms) -> tuple[int, time | None, time | None]:
    return terms.weekdays, terms.works_from, terms.works_until


@transaction.atomic
def choose_days(weekdays: int, works_from: time | None, works_until: time | None, *, by: User, at: datetime) -> Kept:
    """One's own days and hours of work; what nobody accepted yet follows them."""
    allow(by, May.SIGNED_IN)
    now = (weekdays, works_from, works_until)
    if now == (by.weekdays, by.works_from, by.works_until):
        return NOTHING
    with as_job(by.organisation_id):
        User.objects.filter(pk=by.pk).update(weekdays=weekdays, works_from=works_from, works_until=works_until)
        kept = keep_to_calendar(by.organisation, at, by=by, people=[by.pk])
        _note("user.days_chosen", by, by=by, at=at, **kept.facts)
    return kept


@transaction.atomic
def let_go(user: User, *, by: User, at: datetime) -> None:
    """No more sign-in, from the next click on, and the old password is gone; no letter that is owed goes out any more.

    Raises Conflict as `change` does."""
    allow(by, May.PEOPLE)
    if user.pk == by.pk:
        raise Conflict("not_oneself")
    _leave_room(user)
    User.objects.filter(pk=user.pk).update(is_active=False, password=make_password(None))
    _out_of_every_door(user, at)
    Notice.objects.filter(to=user, state="owed").update(state="left")
    _note("user.deactivated", user, by=by, at=at)


def _leave_room(user: User) -> None:
    """Nobody leaves a role on which cases hang, nor the house without an administrator."""
    # One after the other, so that two administrators who let each other go at once do not both succeed. Not by their
    # rows: each has locked the other's already, and they would wait for each other for ever.
    take_turn(f"leaves:{user.organisation_id}")
    left = User.objects.filter(organisation_id=user.organisation_id).administrators().exclude(pk=user.pk).exists()
    if user.role == Role.ADMINISTRATOR and user.is_active and not left:
        raise Conflict("last_administrator")
    hold(user.pk)  # a case that is being given to them is counted, or is refused
    if living_cases_of(user):
        raise Conflict("hand_over_first")


@transaction.atomic
def take_back(user: User, *, by: User, at: datetime) -> None:
    """May sign in again, with a new password only: whatever was signed in before stays ended."""
    allow(by, May.PEOPLE)
    User.objects.filter(pk=user.pk).update(is_active=True, password=make_password(None), invited_at=at)
    Session.objects.filter(user=user).delete()
    _note("user.reactivated", user, by=by, at=at)


@transaction.atomic
def renew_link(user: User, *, by: User, at: datetime) -> None:
    """The password is gone and every browser signed out, so that nobody's account is taken without their notice."""
    allow(by, May.PEOPLE)
    if user.pk == by.pk:
        raise Conflict("not_own_link")
    User.objects.filter(pk=user.pk).update(password=make_password(None), invited_at=at)
    _out_of_every_door(user, at)
    _note("user.link_renewed", user, by=by, at=at)


@transaction.atomic
def sign_out(user: User, *, by: User, at: datetime) -> int:
    """End every browser of this person, with its notifications and calendar; how many browsers there were."""
    allow(by, May.PEOPLE)
    ended = _out_of_every_door(user, at)
    _note("user.signed_out", user, by=by, at=at)
    return ended


def _out_of_every_door(user: User, at: datetime) -> int:
    forget_devices(user)
    end_feeds(user, at=at)
    ended, _ = Session.objects.filter(user=user).delete()
    return ended


@transaction.atomic
def set_first_password(user: User, password: str, *, at: datetime) -> None:
    """By the holder of the link, who is nobody yet. The link was checked; the new password ends it."""
    with as_job(user.organisation_id):
        User.objects.filter(pk=user.pk).update(password=make_password(password))
        Event.objects.create(
            organisation_id=user.organisation_id, what="user.welcomed", by=user, at=at, facts={"user": str(user.pk)}
        )
