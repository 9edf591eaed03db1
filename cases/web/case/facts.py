"""The forms in which what was told is changed later; `version` tells which state the reader saw."""

from datetime import date, time
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.actions.editing import Facts, facts_of, plain
from cases.models import Case, Family, Person, Relative
from cases.models.labels import choices
from cases.rules.calendar import Hours
from cases.rules.facts import Wished
from cases.rules.postal import show
from cases.rules.rhythm.propose import first_free, leaves_an_hour, within
from cases.rules.telling import read_family
from cases.web.desk.facts import CLOCK, TEL, CaseFields, FamilyFields, PersonFields, need_both
from cases.web.desk.relatives import MOST, RelativeForm
from cases.web.fields import CodeField, Drawn, Section, drawn, reading_order

LIVES = {True: "yes", False: "no", None: ""}


class Versioned(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    SECTIONS: tuple[Section, ...] = ()

    @property
    def sections(self) -> list[Drawn]:
        return drawn(self, self.SECTIONS)

    @property
    def typed(self) -> Facts:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


NO_HOUR_LEFT = _(
    "Together with the quiet hours of the organisation (%(begins)s to %(ends)s) no hour of the day is left. Leave one."
)
AT_ODDS = _("These best hours all lie in the person's own quiet hours. Change one of the two.")


class PersonForm(Versioned, PersonFields):
    phone_told = forms.CharField(label=_("The person's own phone"), max_length=60, required=False, widget=TEL)
    quiet_from = forms.TimeField(label=_("Quiet from"), required=False, widget=CLOCK)
    quiet_until = forms.TimeField(
        label=_("Quiet until"), required=False, widget=CLOCK,
        help_text=_("Own quiet hours, such as 6:00 to 15:00 for whoever sleeps by day. Both or neither."),
    )  # fmt: skip
    wished = CodeField(label=_("Who should come"), choices=choices(Wished), initial=Wished.UNKNOWN)
    SECTIONS = (
        Section("person", _("The person"), (
            ("family_name", "given_name"), ("family_kana", "given_kana"), ("birth_told", "sex"), ("phone_told",),
        )),
        Section("what", _("Since when and what"), (("onset_told", "outing"), ("triggers",), ("issues",))),
        Section("approach", _("How to approach"), (("talk_about", "never_talk_about"), ("best_hours",), ("best_from", "best_until"), ("quiet_from", "quiet_until"), ("wished",), ("clinic",))),
    )  # fmt: skip
    field_order = reading_order(SECTIONS)

    def __init__(self, data: Any, person: Person, *, today: date) -> None:
        names = [name for name in self.base_fields if name != "version"]
        super().__init__(data, initial={**facts_of(person, names), "version": person.version})
        self.today, self.house = today, person.organisation

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        need_both(self, "quiet_from", "quiet_until")
        begins, ends = told.get("quiet_from"), told.get("quiet_until")
        if begins is not None and ends is not None:
            self._leave_an_hour((begins, ends), told.get("best_from"), told.get("best_until"))
        return told

    def _leave_an_hour(self, quiet: Hours, best_from: time | None, best_until: time | None) -> None:
        """Of the day, and of the hours in which the person is reached best."""
        if not leaves_an_hour(self.house.quiet, quiet):
            house = {"begins": f"{self.house.quiet_from:%H:%M}", "ends": f"{self.house.quiet_until:%H:%M}"}
            self.add_error("quiet_until", NO_HOUR_LEFT % house)
        elif best_from and best_until and within(first_free((best_from, best_until), quiet), quiet):
            self.add_error("best_from", AT_ODDS)

    @property
    def typed(self) -> Facts:
        """Hours as an event keeps them."""
        return {name: plain(value) for name, value in super().typed.items()}


class FamilyForm(Versioned, FamilyFields):
    phone_told = forms.CharField(label=_("Phone, as people write it"), max_length=60, required=False, widget=TEL)
    SECTIONS = (
        Section("house", _("Family and house"), (
            ("nickname", "nickname_kana"), ("phone_told",), ("postal_code", "prefecture"), ("municipality", "address"), ("approach",),
        )),
    )  # fmt: skip
    field_order = reading_order(SECTIONS)

    def __init__(self, data: Any, family: Family) -> None:
        stored = facts_of(family, [name for name in self.base_fields if name != "version"])
        stored["postal_code"] = show(stored["postal_code"])
        super().__init__(data, initial={**stored, "version": family.version})

    def clean(self) -> dict[str, Any]:
        """A new postal code fills what stands empty."""
        told = self.cleaned_data
        if told.get("postal_code") and "postal_code" in self.changed_data:
            filled = read_family(
                {name: told.get(name, "") for name in ("postal_code", "prefecture", "municipality", "address")}
            )
            told |= filled
        return told


class CaseForm(Versioned, CaseFields):
    coordinator = forms.ModelChoiceField(label=_("Coordinator"), queryset=User.objects.none(), empty_label=None)
    pace_days = forms.IntegerField(
        label=_("Own pace in days"), required=False, min_value=3, max_value=90, help_text=_("Empty: the usual pace.")
    )
    SECTIONS = (
        Section("what", _("What the family asks"), (("concern_told",),)),
        Section("basis", _("Referral and basis"), (("referral", "basis"),)),
        Section("work", _("Coordinator and pace"), (("coordinator", "pace_days"),)),
    )
    field_order = reading_order(SECTIONS)

    def __init__(self, data: Any, case: Case, *, coordinators: QuerySet[User]) -> None:
        stored = facts_of(case, ("concern_told", "referral", "basis", "pace_days", "version"))
        super().__init__(data, initial={**stored, "coordinator": case.coordinator_id})
        self.fields["coordinator"].queryset = coordinators  # type: ignore[attr-defined]

    @property
    def typed(self) -> Facts:
        told = super().typed
        coordinator = told.pop("coordinator")
        return {**told, "coordinator_id": coordinator.pk}


class KnownRelativeForm(RelativeForm):
    """One that stands there already, or a new one under an id of its own, so that sent twice it is there once."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    is_past = forms.BooleanField(label=_("No longer part of this family"), required=False)

    @property
    def facts(self) -> Facts:
        return {**super().facts, "is_past": self.cleaned_data["is_past"]}


class KnownRows(forms.BaseFormSet):  # type: ignore[type-arg]
    def told_of(self, known: set[UUID]) -> dict[UUID, Facts]:
        rows = {form.cleaned_data.get("id") or uuid4(): form for form in self.forms if form.cleaned_data}
        return {key: form.facts for key, form in rows.items() if key in known or form.is_told}


KnownRelatives = forms.formset_factory(KnownRelativeForm, formset=KnownRows, extra=0, max_num=MOST, absolute_max=MOST)


def start_of(relatives: list[Relative]) -> list[Facts]:
    names = [name for name in KnownRelativeForm.base_fields if name != "id"]
    return [facts_of(one, names) | {"id": one.pk, "lives_with": LIVES[one.lives_with]} for one in relatives]
