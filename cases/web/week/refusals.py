"""Why a contact cannot be planned so, in a sentence that says how to mend it, beside the field it is about."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case
from cases.queries.week import in_the_way
from cases.rules.due import moment
from cases.web.case.deeds import SENTENCES
from cases.web.week.slips import clock

WHY_NOT = SENTENCES | {
    "busy": gettext_lazy("Somebody has planned one of you for this hour just now. Choose another hour."),
    "no_hour_needed": gettext_lazy("This way needs only a day. Leave the hour empty."),
    "too_long": gettext_lazy("Write how many minutes it takes, at most twelve hours."),
    "hour_is_over": gettext_lazy("This hour is over already. Choose a later one."),
    "quiet_hours": gettext_lazy("This touches the quiet hours. Choose another hour, or write the reason for passing the limit."),
    "over_budget": gettext_lazy("This would be one contact too many for the person. Choose a later day, or write the reason for passing the limit."),
    "alone": gettext_lazy("There is a warning of violence, so two go together. Choose who goes along, or write the reason why one goes alone."),
    "on_day_off": gettext_lazy("Somebody who should go does not work that day. Choose another day or another person, or tick below to keep it."),
    "on_leave": gettext_lazy("Somebody who should go is on leave that day. Choose another day or another person."),
    "not_on_case": gettext_lazy("Only who is on the case can go. Hand the case over first, or let this person go along as the second worker."),
    "nothing_planned": gettext_lazy("There is no appointment to take back. Look at the week once more."),
}  # fmt: skip
AT_FIELD = {
    "no_hour_needed": "hour", "hour_is_over": "hour", "quiet_hours": "hour", "busy": "hour", "too_long": "minutes",
    "alone": "second", "on_leave": "on", "on_rest": "on", "on_holiday": "on", "on_day_off": "on", "day_out_of_reach": "on", "not_on_case": "worker", "second_taken": "second",
    "method_closed": "method", "over_budget": "on",
}  # fmt: skip


def refusal(case: Case, code: str, told: dict[str, Any]) -> str:
    """Who is where then, if that is why."""
    zone = case.organisation.zone
    if code == "busy" and told["hour"]:
        begins = moment(told["on"], told["hour"], zone)
        people = [one.pk for one in (told["worker"], told["second"]) if one]
        other = in_the_way(people, begins, begins + timedelta(minutes=told["minutes"]), without=case)
        if other is not None and other.starts_at and other.ends_at:
            who = other.worker_name if other.worker in people else other.second_name
            return _(
                "%(who)s is with %(family)s from %(begins)s to %(ends)s. Choose another hour or another person."
            ) % {
                "who": who, "family": other.nickname,
                "begins": clock(other.starts_at, zone), "ends": clock(other.ends_at, zone),
            }  # fmt: skip
    return str(WHY_NOT[code])
