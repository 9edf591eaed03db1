"""Why a colleague is proposed to take a case over, or is not."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from cases.models.events import long_day
from cases.models.labels import Words, in_a_row, label
from cases.rules.facts import Wished
from cases.rules.handing import Reason, Why

HANDING: dict[Why, Words] = {
    Why.SECOND: _("second worker on this case already"),
    Why.RETURNS: _("had this case before a leave"),
    Why.WISHED: _("as the person wished (%(wished)s)"),
    Why.AREA: _("goes to %(place)s already (cases: %(cases)s)"),
    Why.INTERESTS: _("can talk about %(words)s"),
    Why.ROOM: _("has room (%(load)s of %(capacity)s)"),
    Why.WISH_UNSURE: _("the person wished for %(wished)s; nothing is told about this colleague"),
    Why.NOT_WISHED: _("the person wished for %(wished)s"),
    Why.ENDED: _("had this case until %(on)s"),
    Why.FULL: _("is full (%(load)s of %(capacity)s)"),
    Why.AWAY: _("is away from %(on)s on"),
}
ENDED_BECAUSE = _("had this case until %(on)s: %(told)s")


def handing_words(reason: Reason) -> str:
    told: dict[str, object] = dict(reason.facts)
    if "wished" in told:
        told["wished"] = str(label(Wished(str(told["wished"]))))
    if "words" in told:
        told["words"] = in_a_row(str(told["words"]).split("\n"))
    if "on" in told:
        told["on"] = long_day(date.fromisoformat(str(told["on"])))
    words = ENDED_BECAUSE if reason.why is Why.ENDED and told.get("told") else HANDING[reason.why]
    return str(words) % told
