"""Days and plans in the few words a phone has room for."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.models.labels import label
from cases.models.labels_reasons import reason_sentence
from cases.rules.methods import OF_ANY_HOUR
from cases.rules.rhythm.propose import Proposal

PATTERN = {"ja": "n月j日（D）"}
ELSEWHERE = "D j M"


def day_words(moment: datetime, zone: ZoneInfo) -> str:
    """11月27日（金）, or Fri 27 Nov: without the year, which a phone's week does not need."""
    return _day_words(get_language() or "", localtime(moment, zone).date())


@lru_cache(maxsize=1024)
def _day_words(language: str, day: date) -> str:
    """The chips of one page say the same few days sixty times."""
    return date_format(day, PATTERN.get(language, ELSEWHERE))


def hour_words(moment: datetime, zone: ZoneInfo) -> str:
    return f"{localtime(moment, zone):%H:%M}"


def about_hour(moment: datetime, zone: ZoneInfo) -> str:
    """An hour nobody has agreed on, so that it is not taken for an appointment."""
    return _("about %(hour)s") % {"hour": hour_words(moment, zone)}


def plan_words(plan: Proposal | None, zone: ZoneInfo) -> tuple[str, str]:
    """What would come next, and why."""
    if plan is None:
        return _("Nothing is planned."), ""
    told = {"method": label(plan.method), "day": day_words(plan.due, zone), "hour": hour_words(plan.due, zone)}
    what = _("%(method)s, %(day)s") if plan.method in OF_ANY_HOUR else _("%(method)s, %(day)s, about %(hour)s")
    return what % told, reason_sentence(plan.reason, plan.facts)
