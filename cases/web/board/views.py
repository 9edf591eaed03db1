"""The manager's board."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.models.labels import label
from cases.queries.board import board as read
from cases.rules.access import May
from cases.rules.ladder import Stage
from cases.web.gate import Request, needs

ROW, LEFT, WIDTH = 28, 170, 420


@needs(May.BOARD)
@require_GET
def board(request: Request) -> HttpResponse:
    told = read(request.user, now())
    most = max([count for _stage, count in told.stages] + [1])
    bars = [
        {"code": code, "label": label(Stage(code)), "count": count, "y": place * ROW, "text_y": place * ROW + 15,
         "width": count * WIDTH // most, "count_x": LEFT + count * WIDTH // most + 6}
        for place, (code, count) in enumerate(told.stages)
    ]  # fmt: skip
    tiles = [
        ("overdue", _("Overdue"), told.overdue),
        ("due", _("Due now"), told.due),
        ("silent", _("Silent"), told.silent),
        ("inquiries", _("Inquiries waiting"), told.inquiries),
        ("resting", _("Resting"), told.resting),
    ]
    shown = {"board": told, "tiles": tiles, "bars": bars, "height": ROW * len(bars), "left": LEFT}
    return render(request, "board/board.html", shown)
