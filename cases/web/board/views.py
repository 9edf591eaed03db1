"""The manager's board."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache, partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.models.labels import said
from cases.queries.board import Board, Share
from cases.queries.board import board as read
from cases.queries.desk import day_of
from cases.queries.office import stuck
from cases.queries.week import key_in
from cases.rules.access import May
from cases.rules.due import local_day, looking_ahead
from cases.rules.ladder import LADDER, Stage
from cases.web.gate import Request, needs

Cell = tuple[str, int, Any]  # its head, what was counted, the list it opens
Row = tuple[str, list[Cell], Cell, str, bool, list[Cell]]  # name, stages, all, of how many, full?, what presses
Opens = Callable[..., str]  # the address of a list

PEOPLE = 100  # rows of one page
ROW, LEFT, WIDTH = 26, 140, 220  # of the bars, in units of the drawing


@needs(May.BOARD)
@require_GET
def board(request: Request) -> HttpResponse:
    at, zone = now(), request.user.organisation.zone
    on = day_of(request.GET.get("on", ""))
    then = looking_ahead(on, at, zone)
    ahead = on if then > at else None
    told, opens = read(request.user, then), partial(desk, on=ahead)
    stages = [escape(said(stage)) for stage in LADDER]
    views = {view: escape(name) for view, name in pressing().items()}
    shares, further = page_of(told.shares, key_in(request.GET.get("after", "")))
    room = room_words(shares)
    shown = {
        "tiles": tiles(told, opens), "bars": bars(told, opens), "height": ROW * len(LADDER), "left": LEFT,
        "heads": [*stages, _("Open cases"), *views.values()],
        "rows": [row(share, stages, views, room, ahead) for share in shares],
        "further": further and f"after={further}" + (f"&on={ahead}" if ahead else ""),
        "ahead": then if then > at else None, "zone": zone, "today": local_day(at, zone), "on": local_day(then, zone),
        "stuck": stuck(request.user.organisation, at).count(),
    }  # fmt: skip
    return render(request, "board/board.html", shown)


def page_of(shares: Sequence[Share], after: UUID | None) -> tuple[Sequence[Share], UUID | None]:
    """Those behind this colleague, or the first; and behind whom the next page begins."""
    begins = next((place for place, share in enumerate(shares, 1) if share.worker.pk == after), 0)
    ends = begins + PEOPLE
    return shares[begins:ends], shares[ends - 1].worker.pk if len(shares) > ends else None


def desk(view: str, *, stage: Stage | None = None, worker: UUID | None = None, on: date | None = None) -> str:
    """Codes, keys and a day, which need no quoting; a large house has a thousand of these links."""
    asked = (("stage", stage), ("worker", worker), ("on", on))
    return f"{_desk()}?view={view}" + "".join(f"&{name}={value}" for name, value in asked if value)


@cache
def _desk() -> str:
    return reverse("desk")


def tiles(told: Board, opens: Opens) -> list[dict[str, Any]]:
    """What needs somebody today comes first."""
    return [
        {"href": opens(view), "label": name, "count": count}
        for view, name, count in (
            ("overdue", _("Overdue"), told.overdue),
            ("due", _("Due now"), told.due),
            ("silent", _("Silent"), told.silent),
            ("concerns", _("Concerns"), told.concerns),
            ("inquiries", _("Inquiries waiting"), told.inquiries),
            ("resting", _("Resting"), told.resting),
        )
    ]


def bars(told: Board, opens: Opens) -> list[dict[str, Any]]:
    most = max([*told.stages.values(), 1])
    return [
        {"label": said(stage), "count": count, "href": opens("open", stage=stage), "y": place * ROW + 2,
         "text_y": place * ROW + 16, "width": count * WIDTH // most, "count_x": LEFT + count * WIDTH // most + 6}
        for place, (stage, count) in enumerate(told.stages.items())
    ]  # fmt: skip


def pressing() -> dict[str, str]:
    return {"due": _("Due now"), "overdue": _("Overdue"), "silent": _("Silent")}


def room_words(shares: Sequence[Share]) -> dict[int, str]:
    """Of each capacity there is: a large house has few of them and hundreds of workers."""
    words = _("of %(capacity)s")
    return {one: escape(words % {"capacity": one}) for one in {share.worker.capacity for share in shares}}


def row(share: Share, stages: Sequence[str], views: Mapping[str, str], room: Mapping[int, str], on: date | None) -> Row:
    """One worker's line; the template places these addresses and heads as they are."""
    mine = f"&worker={share.worker.pk}" + (f"&on={on}" if on else "")
    each, capacity = zip(stages, share.stages.items(), strict=True), share.worker.capacity
    return (
        share.worker.name,
        [(name, count, count and f"{_desk()}?view=open&stage={stage}{mine}") for name, (stage, count) in each],
        ("", share.open, f"{_desk()}?view=open{mine}"),
        room[capacity],
        share.open > capacity,
        [(name, share.counts[view], f"{_desk()}?view={view}{mine}") for view, name in views.items()],
    )
