"""The table of the rhythm in words: what a row asks for, what follows, where it comes from, what would change it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from cases.models.events import long_day
from cases.models.labels import Words, label
from cases.rules.ladder import LADDER, Stage
from cases.rules.methods import Method
from cases.rules.responses import Response
from cases.rules.rhythm.budget import Budget
from cases.rules.rhythm.explain import Condition, Step, What, asked
from cases.rules.rhythm.signals import STREAK_DAYS
from cases.rules.rhythm.table import METHOD_OF, PREPARED, From, Rule, Source

SOURCES: dict[Source, Words] = {
    Source.GUIDELINE_2003: _("Guideline for community mental health work, 2003"),
    Source.GUIDELINE_2010: _("Guideline on assessing and supporting hikikomori, 2010"),
    Source.VISITORS: _("Interviews with eighteen skilled visitors"),
    Source.NEW_START: _("Practice of New Start"),
    Source.COURT_2022: _("Tokyo District Court, 27 January 2022"),
    Source.OURS: _("our default"),
}
ASKS: dict[str, Words] = {
    "stages": _("Stage: %(what)s"),
    "concern": _("There is a concern that nobody has talked over yet"),
    "refused_last": _("The person declined at the last contact"),
    "least_refusals": _("The person has declined at least %(what)s times"),
    "last_method": _("The last contact was by this way: %(what)s"),
    "closed": _("The person has closed this way: %(what)s"),
    "least_letters": _("At least %(what)s letters in a row without a sign"),
    "letters_every": _("The number of these letters is a multiple of %(what)s"),
    "least_silent": _("At least %(what)s contacts in a row without a sign"),
    "opened": _("The door was opened when the person was last noticed"),
    "least_response": _("The last contact went at least as far as: %(what)s"),
    "least_voice": _("At least %(what)s contacts in a row with a voice or more, at most %(gap)s days apart"),
    "untouched": _("Nobody has tried to reach the person yet"),
    "unmet": _("Nobody has talked with the family since the case was opened"),
    "family_since": _("No talk with the family since the last contact with the person"),
    "family_waits": _("At the stage's pace the family would wait for more than %(what)s days"),
    "unchanged": _("By the next contact the case has stood on its stage for %(what)s days, and no talk has followed"),
    "review_every": _("By the next contact another %(what)s days are over since the opening, and no talk has followed"),
}
NOTHING_ELSE = _("No other rule applies")
COUNTED: dict[From, Words] = {
    From.PERSON: _("after the last contact with the person"),
    From.FAMILY: _("after the last talk with the family"),
    From.LATEST: _("after whatever happened last"),
}
AFTER_OPENING = _("after the case is opened")
ONCE: dict[What, Words] = {
    What.ANSWER: _("The person answers by voice or more"),
    What.OPENED: _("The door is opened"),
    What.CAME_OUT: _("The person comes out of the room"),
    What.SILENCE: _("There is no sign"),
    What.LETTER: _("A letter brings no sign"),
    What.REFUSAL: _("The person declines"),
    What.CONCERN: _("A concern is raised"),
    What.FAMILY: _("A talk with the family takes place"),
}
OFTEN: dict[What, Words] = {
    What.ANSWER: _("The person answers by voice or more, %(times)s times in a row"),
    What.SILENCE: _("There is no sign, %(times)s times in a row"),
    What.LETTER: _("%(times)s letters in a row bring no sign"),
}

EXAMPLE_WORDS: dict[str, Words] = {
    "voices": _("A voice twice"),
    "silence": _("No sign three times"),
    "letters": _("Four letters without a sign"),
    "refusal": _("A refusal"),
    "opened": _("The door opened"),
    "pressure": _("Three contacts in one week"),
}


def condition_words(condition: Condition) -> str:
    return asks_words(condition.asks, condition.value)


def asks_words(asks: str, value: object) -> str:
    return str(ASKS[asks]) % {"what": _what(value), "gap": STREAK_DAYS}


def _what(value: object) -> str:
    if isinstance(value, frozenset):
        return stages_words(value)
    if isinstance(value, Method | Response):
        return str(label(value))
    return str(value)


def stages_words(stages: frozenset[Stage]) -> str:
    """Their names hold what stands between the words of a list, so something else stands between them."""
    if stages == PREPARED:
        return gettext("any but preparation")
    between = pgettext("between the names of stages", " / ")
    return between.join(str(label(stage)) for stage in LADDER if stage in stages)


def rule_asks(rule: Rule) -> list[str]:
    return [asks_words(asks, value) for asks, value, _ in asked(rule)] or [str(NOTHING_ELSE)]


def rule_follows(rule: Rule, stage: Stage | None = None) -> str:
    """The way, the interval and what it is counted from, in one line; with a stage, its own way by name."""
    method = rule.method or (METHOD_OF[stage] if stage else None)
    way = str(label(method)) if method else gettext("the stage's own way")
    counted = AFTER_OPENING if rule.untouched else COUNTED[rule.counts_from]
    told = {"way": way, "counted": counted, "days": rule.days, "percent": rule.percent}
    if rule.same_time:
        return gettext("%(way)s on the same weekday at the same time, %(counted)s") % told
    if rule.days is not None:
        days = ngettext("%(way)s, %(days)s day %(counted)s", "%(way)s, %(days)s days %(counted)s", rule.days)
        return days % told
    if rule.percent != 100:
        return gettext("%(way)s, %(percent)s%% of the stage's pace %(counted)s") % told
    return gettext("%(way)s, at the stage's pace %(counted)s") % told


def step_words(step: Step) -> str:
    words = str(ONCE[step.what] if step.times == 1 else OFTEN[step.what]) % {"times": step.times}
    return gettext("%(step)s, and the family is talked with after it") % {"step": words} if step.family else words


def budget_words(budget: Budget, at: datetime, zone: ZoneInfo) -> str:
    """How many contacts towards the person the caps still allow, and from when on where they allow none."""
    if budget.free_from is None or budget.free_from <= at:
        told = {"week": budget.left_7, "fortnight": budget.left_14}
        return gettext("Contacts with the person that still fit: %(week)s in 7 days, %(fortnight)s in 14.") % told
    local = localtime(budget.free_from, zone)
    return gettext("No more contacts with the person before %(day)s, %(time)s.") % {
        "day": long_day(local.date()), "time": f"{local:%H:%M}",
    }  # fmt: skip
