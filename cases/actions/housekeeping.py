"""The organisation's own words and numbers, its rests of the year, and the letters that are stuck."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from accounts.models import Organisation, User
from cases.actions.doing import Changed, allow
from cases.actions.keeping import NOTHING, Kept, carry_to_zone, keep_to_calendar
from cases.models import Event, Notice, Recess
from cases.models.office_words import FIELDS
from cases.rules.access import May

OF_THE_CALENDAR = {"time_zone", "holidays_of", "quiet_from", "quiet_until"}


def _note(what: str, *, by: User, at: datetime, **facts: object) -> None:
    Event.objects.create(organisation_id=by.organisation_id, what=what, by=by, at=at, facts=facts)


@transaction.atomic
def change_settings(told: Mapping[str, object], *, by: User, at: datetime) -> Kept | None:
    """`told` by the names of FIELDS; None where nothing changed. What is planned follows another clock, other holidays
    and other quiet hours, and stays where it is for all else."""
    allow(by, May.SETTINGS)
    # No lock for its key: whoever writes a row of this house waits for nobody, and is not waited for in a circle.
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=by.organisation_id)
    was = organisation.zone
    changed = {name: told[name] for name in FIELDS if name in told and told[name] != getattr(organisation, name)}
    kept = NOTHING if changed else None
    if changed:
        Organisation.objects.filter(pk=organisation.pk).update(**changed)
        for name, value in changed.items():
            setattr(organisation, name, value)
        if "time_zone" in changed:
            carry_to_zone(organisation, was)
        kept = keep_to_calendar(organisation, at, by=by) if OF_THE_CALENDAR & changed.keys() else NOTHING
        _note("settings.changed", by=by, at=at, fields=list(changed), **kept.facts)
    return kept


@transaction.atomic
def add_recess(name: str, starts_on: date, ends_on: date, *, by: User, at: datetime) -> Kept:
    allow(by, May.SETTINGS)
    Recess.objects.create(organisation_id=by.organisation_id, name=name, starts_on=starts_on, ends_on=ends_on)
    return _settle("recess.added", name, by=by, at=at)


@transaction.atomic
def change_recess(rest: Recess, name: str, starts_on: date, ends_on: date, *, by: User, at: datetime) -> Kept:
    allow(by, May.SETTINGS)
    if not Recess.objects.filter(pk=rest.pk).update(name=name, starts_on=starts_on, ends_on=ends_on):
        raise Changed
    return _settle("recess.changed", name, by=by, at=at)


@transaction.atomic
def drop_recess(rest: Recess, *, by: User, at: datetime) -> Kept:
    """Dropping it twice is dropping it once."""
    allow(by, May.SETTINGS)
    if not Recess.objects.filter(pk=rest.pk).delete()[0]:
        return NOTHING
    return _settle("recess.dropped", rest.name, by=by, at=at, rest=str(rest.pk))


def _settle(what: str, name: str, *, by: User, at: datetime, **facts: object) -> Kept:
    kept = keep_to_calendar(by.organisation, at, by=by)
    _note(what, by=by, at=at, name=name, **facts, **kept.facts)
    return kept


@transaction.atomic
def send_again(notice: Notice, *, by: User, at: datetime) -> None:
    """A person takes it upon herself that a letter may arrive twice. Raises Changed when it is stuck no longer."""
    _unstick(notice, "notice.sent_again", by=by, at=at, state="owed", due_at=at, tries=0, failure="")


@transaction.atomic
def leave_unsent(notice: Notice, *, by: User, at: datetime) -> None:
    _unstick(notice, "notice.left", by=by, at=at, state="left")


def _unstick(notice: Notice, what: str, *, by: User, at: datetime, **now: object) -> None:
    allow(by, May.NOTICES)
    if not Notice.objects.filter(pk=notice.pk).stuck(at).update(**now):
        raise Changed
    _note(what, by=by, at=at, user=str(notice.to_id))
