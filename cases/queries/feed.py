"""What one worker has ahead, for the calendar of a phone."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import uuid5

from django.db.models import F, FilteredRelation, Q

from accounts.models import User
from cases.models import Case, Feed
from cases.models.visit import STILL_AHEAD
from cases.rules.due import due_of
from cases.rules.feeding import LIVES, Planned
from cases.rules.openly import gives_away
from cases.rules.rhythm.appointment import is_about

MOST = 500
COLUMNS = (
    "pk", "code", "next_method", "next_earliest", "next_due", "next_latest", "next_ends", "nickname", "family_name",
    "given_name", "family_kana", "given_kana", "municipality", "starts_at", "ends_at", "next_accepted", "next_reason",
)  # fmt: skip
NAMES = ("family_name", "given_name", "family_kana", "given_kana", "municipality")


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def living_feed(secret: str, at: datetime) -> Feed | None:
    """Asked before anyone is known: the address is all there is."""
    found = Feed.objects.living().select_related("user__organisation").filter(digest=digest_of(secret))
    return found.filter(user__is_active=True, made_at__gt=at - LIVES).first()


def feed_of(user: User) -> Feed | None:
    return Feed.objects.living().filter(user=user).first()


def ahead(feed: Feed, at: datetime) -> list[Planned]:
    """The next contact of each open case of hers, unless somebody else goes; what is done or cancelled is gone."""
    user = feed.user
    hers = Q(visit=None) | Q(visit__worker=user) | Q(visit__second=user)
    cases = Case.objects.filter(organisation=user.organisation_id).open().exclude(next_due=None).carried_by(user)
    rows = cases.annotate(
        visit=FilteredRelation("visits", condition=Q(visits__state__in=STILL_AHEAD)),
        starts_at=F("visit__starts_at"), ends_at=F("visit__ends_at"), nickname=F("person__family__nickname"),
        municipality=F("person__family__municipality"),
        **{name: F(f"person__{name}") for name in NAMES[:4]},
    ).filter(hers)  # fmt: skip
    return [_planned(feed, row, at) for row in rows.order_by("next_due", "pk").values(*COLUMNS)[:MOST]]


def _planned(feed: Feed, row: dict[str, Any], at: datetime) -> Planned:
    """The id means nothing outside of this feed; a nickname that gives the household away gives way to the code."""
    nickname = row["nickname"]
    by_code = feed.naming == "code" or not nickname or gives_away(nickname, (row[name] for name in NAMES))
    return Planned(
        uid=str(uuid5(feed.pk, str(row["pk"]))), due=row["next_due"], earliest=row["next_earliest"],
        latest=row["next_latest"], standing=due_of(row["next_earliest"], row["next_ends"], at),
        method=row["next_method"], title=row["code"] if by_code else nickname, starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        is_about=is_about(row["next_method"], accepted=row["next_accepted"], reason=row["next_reason"]),
    )  # fmt: skip
