"""docs/rhythm.md: every rule and number of the rhythm with its source, in both languages, written from the table."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from cases.models.labels import Words, in_a_row, label
from cases.models.labels_reasons import reason_sentence
from cases.models.labels_rhythm import SOURCES, rule_asks, rule_follows
from cases.rules.consent import COOLING_DAYS, COOLING_DEFAULT
from cases.rules.facts import Scope
from cases.rules.ladder import LADDER
from cases.rules.methods import TO_THE_PERSON, Method
from cases.rules.rhythm.propose import USUAL_HOUR
from cases.rules.rhythm.signals import STREAK_DAYS
from cases.rules.rhythm.table import (
    ABOUT,
    DEFAULT_PACES,
    FALLBACK,
    METHOD_OF,
    PACE_BOUNDS,
    PACE_SOURCES,
    RULES,
    SILENT_MINUTES,
    USUAL_CAPS,
    USUAL_QUIET,
    USUAL_RESTS,
    VISIT_MINUTES,
    WINDOW,
    Rule,
    Source,
)

LANGUAGES = ("ja", "en")
SAYS: dict[Source, Words] = {
    Source.GUIDELINE_2003: gettext_lazy(
        "A visit helps with something the person wants to try: a game, a pet, a walk. A careless one can harm."
    ),
    Source.GUIDELINE_2010: gettext_lazy("Support begins with the family and goes on beside all that follows."),
    Source.VISITORS: gettext_lazy(
        "Crises are prepared with the family and others beforehand; the next "
        "visit is agreed on: its day, interval and length."
    ),
    Source.NEW_START: gettext_lazy(
        "Weekly visits of an hour, contracts of three months, about a year "
        "until a great change; some answer only after a change of worker."
    ),
    Source.COURT_2022: gettext_lazy(
        "To go on persuading somebody who turns away, and to act without "
        "telling, is unlawful; the family answers for it too."
    ),
    Source.OURS: gettext_lazy(
        "Nobody has published it; it is where we begin, and an organisation may change the number."
    ),
}
WHERE: dict[Source, str] = {
    Source.GUIDELINE_2003: "「10代・20代を中心とした「ひきこもり」をめぐる地域精神保健活動のガイドライン」",
    Source.GUIDELINE_2010: "「ひきこもりの評価・支援に関するガイドライン」",
    Source.VISITORS: "capsychnurs.jp",
    Source.NEW_START: "newstart-jimu.com/visitation",
    Source.COURT_2022: "東京地方裁判所 2022-01-27",
    Source.OURS: "",
}

BESIDE: tuple[tuple[Words, Source], ...] = (
    (
        gettext_lazy(
            "Voices are in a row while at most %(streak)s days lie between two of them: the longest pace of "
            "%(longest)s days, and ten more for a window and a closed period. Silence goes on over a rest."
        ),
        Source.OURS,
    ),
    (
        gettext_lazy(
            "What was not recorded neither makes a row of contacts longer nor ends it; a cancelled contact never took "
            "place."
        ),
        Source.OURS,
    ),
    (
        gettext_lazy(
            "Every refusal counts, however long ago. It closes its way for everybody at once, and only a coordinator "
            "opens it again."
        ),
        Source.COURT_2022,
    ),
    (gettext_lazy("A concern stands until a talk with the family or an agency ends without one."), Source.OURS),
    (gettext_lazy("A case is opened after a talk with the family, so its opening counts as one."), Source.OURS),
    (
        gettext_lazy(
            "Parts of a pace are rounded up to whole days, and a letter in the place of another way keeps at least the "
            "pace of letters."
        ),
        Source.OURS,
    ),
    (
        gettext_lazy(
            "The same weekday is the one of the last contact, after as many whole weeks as come nearest to the pace."
        ),
        Source.OURS,
    ),
    (
        gettext_lazy(
            "A contact without an hour of its own stands at the beginning of the hours at which the person is reached "
            "best, and without these at %(hour)s."
        ),
        Source.OURS,
    ),
    (
        gettext_lazy(
            "An hour in the quiet hours of the house or of the person, or outside those of the worker, moves to an "
            "hour before they begin or to their end, whichever is nearer."
        ),
        Source.OURS,
    ),
    (
        gettext_lazy(
            "Where the caps leave no room yet, the contact waits for it; after 7 and 14 whole days a contact counts "
            "no more."
        ),
        Source.OURS,
    ),
    (
        gettext_lazy(
            "What was left out is counted from as if it had taken place on its day, and is neither a try nor a refusal."
        ),
        Source.OURS,
    ),
    (
        gettext_lazy(
            "A day that is over moves to today, or to the next such weekday. What a rest or a closing swept away is "
            "not made up for."
        ),
        Source.OURS,
    ),
)


def as_page() -> str:
    lines = ["# 接触のリズム / The rhythm", ""]
    lines += [
        "`manage.py rhythm > docs/rhythm.md` writes this from `cases/rules/rhythm/table.py`; change that file.",
        "",
    ]
    for language in LANGUAGES:
        with override(language):
            lines += [*part(), ""]
    return "\n".join(lines).rstrip() + "\n"


def part() -> Iterator[str]:
    """One language from head to foot."""
    yield from head(_("The rhythm of contacts"))
    yield from how_it_works()
    yield from head(_("The rules, in the order in which they are checked"))
    yield from table((_("No."), _("When it applies"), _("What follows"), _("What is said"), _("Source")), rules())
    yield from head(_("Days between contacts"))
    yield _("An organisation sets its own between %(least)s and %(most)s days; a case may have its own pace.") % {
        "least": PACE_BOUNDS[0], "most": PACE_BOUNDS[1],
    }  # fmt: skip
    yield ""
    yield from table((_("Stage"), _("Method"), _("Days"), _("Source")), paces())
    yield from head(_("Limits"))
    yield from table((_("What is limited"), _("Value"), _("Source")), limits())
    yield from head(_("What else decides the day and the hour"))
    yield from table((_("Rule"), _("Source")), beside())
    yield from head(_("The window around the day"))
    yield from table((_("Method"), _("Days before"), _("Days after"), _("Source")), windows())
    yield _(
        "Where a rule says by when the family is talked with, that day is the last; one that waits begins on its day."
    )
    yield ""
    yield from head(_("Where one goes when the person has closed a way"))
    yield from table((_("Method"), _("In this order"), _("Source")), ways_back())
    yield from head(_("Sources"))
    yield from table((_("Source"), _("What it says"), _("Where")), sources())


def head(words: str) -> Iterator[str]:
    yield from (f"## {words}", "")


def how_it_works() -> Iterator[str]:
    told = (
        _("After each contact the rules are checked from the top; the first that applies plans the next one."),
        _("A source stands behind the rule; the number is ours unless the source names one."),
        _("A contact counts by when it happened, not by when it was written down."),
        _("The case never moves on the ladder by itself: the program proposes, a person decides."),
        _("A day on which nobody works moves to the next working day, and the reason says so."),
        _(
            "What is due by now is proposed for today. Where the person or the family has heard from us since, calls "
            "and visits wait until the third day after (our default)."
        ),
        _("No proposal passes the caps, and none comes in the quiet hours of the house or of the person."),
        _("Words the family is asked to pass on count; that the person called us does not."),
        _("A coordinator passes a limit with a reason, which stays in the history."),
    )
    yield from (f"* {one}" for one in told)
    yield ""


def table(heads: Iterable[str], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    named = list(heads)
    yield f"| {' | '.join(named)} |"
    yield "|" + "---|" * len(named)
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


def rules() -> Iterator[tuple[str, ...]]:
    for number, rule in enumerate(RULES, start=1):
        yield str(number), "<br>".join(rule_asks(rule)), rule_follows(rule), said(rule), str(SOURCES[rule.source])


def said(rule: Rule) -> str:
    """The sentence of the row with the smallest numbers that bring it about."""
    pace = DEFAULT_PACES[next(stage for stage in LADDER if stage in rule.stages and METHOD_OF[stage] in TO_THE_PERSON)]
    told = {
        "voices": rule.least_voice, "silences": rule.least_silent, "letters": rule.least_letters,
        "refusals": rule.least_refusals, "months": (rule.unchanged or rule.review_every or 0) // 30,
        "days": rule.days or -(-pace * rule.percent // 100),
    }  # fmt: skip
    return reason_sentence(rule.reason, told)


def paces() -> Iterator[tuple[str, ...]]:
    for stage in LADDER:
        source = PACE_SOURCES.get(stage, Source.OURS)
        yield str(label(stage)), str(label(METHOD_OF[stage])), str(DEFAULT_PACES[stage]), str(SOURCES[source])


def limits() -> Iterator[tuple[str, ...]]:
    ours, new_start = str(SOURCES[Source.OURS]), str(SOURCES[Source.NEW_START])
    yield _("Days between contacts that an organisation or a case may have"), "–".join(map(str, PACE_BOUNDS)), ours
    yield _("Contacts towards the person in 7 days"), str(USUAL_CAPS[0]), ours
    yield _("Contacts towards the person in 14 days"), str(USUAL_CAPS[1]), ours
    yield _("Quiet hours"), "–".join(f"{one:%H:%M}" for one in USUAL_QUIET), ours
    yield _("Minutes of a visit"), str(VISIT_MINUTES), new_start
    yield _("Minutes at a silent door"), str(SILENT_MINUTES), ours
    yield _("Most days between two contacts in a row with a voice"), str(STREAK_DAYS), ours
    yield _("Days before a review within which a talk with the family is that review"), str(ABOUT.days), ours
    yield _("Closed periods of a new organisation"), in_a_row(_closed_periods()), ours
    for scope in (Scope.LETTER, Scope.VISIT):
        words = _("Days before anybody thinks of asking again after a refusal: %(scope)s") % {"scope": label(scope)}
        yield words, str(COOLING_DAYS[scope]), ours
    yield _("Days before anybody thinks of asking again after a refusal: all other ways"), str(COOLING_DEFAULT), ours


def _closed_periods() -> Iterator[str]:
    for (first_month, first), (last_month, last) in USUAL_RESTS:
        yield f"{first_month}/{first}–{last_month}/{last}"


def beside() -> Iterator[tuple[str, str]]:
    """What no row of the table says."""
    numbers = {"hour": f"{USUAL_HOUR:%H:%M}", "streak": STREAK_DAYS, "longest": PACE_BOUNDS[1]}
    for words, source in BESIDE:
        yield str(words) % numbers, str(SOURCES[source])


def windows() -> Iterator[tuple[str, ...]]:
    for method in Method:
        before, after = WINDOW[method]
        yield str(label(method)), str(before), str(after), str(SOURCES[Source.OURS])


def ways_back() -> Iterator[tuple[str, ...]]:
    for method in Method:
        if FALLBACK[method]:
            yield str(label(method)), in_a_row(label(way) for way in FALLBACK[method]), str(SOURCES[Source.OURS])


def sources() -> Iterator[tuple[str, ...]]:
    for source in Source:
        yield str(SOURCES[source]), str(SAYS[source]), WHERE[source]
