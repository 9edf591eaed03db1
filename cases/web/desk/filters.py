"""Keeping the conditions of the list under a name."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cases.actions.doing import Conflict
from cases.actions.filtering import drop_filter, keep_filter
from cases.models import SavedFilter
from cases.queries.desk import filters_of
from cases.rules.access import May
from cases.web.desk.listing import show
from cases.web.gate import Request, needs

# As an address writes them: each sign of a place takes nine.
LONGEST = SavedFilter._meta.get_field("query").max_length


class NameForm(forms.Form):
    """The conditions are read again, so that nothing unknown is kept."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=40)
    conditions = forms.CharField(max_length=LONGEST, required=False)


@needs(May.DESK)
@require_POST
def keep(request: Request) -> HttpResponse:
    form = NameForm(request.POST)
    filters = filters_of(QueryDict(request.POST.get("conditions", "")[:LONGEST]).dict(), request.user)
    if form.is_valid():
        try:
            keep_filter(form.cleaned_data["name"], filters.query(row="", on=None), by=request.user)
        except Conflict:
            form.add_error("name", _("Twenty sets of filters are saved already. Remove one first."))
        else:
            messages.success(request, _("The filters are saved as “%(name)s”.") % {"name": form.cleaned_data["name"]})
            return HttpResponseRedirect(f"{reverse('desk')}?{filters.query()}")
    return show(request, filters, naming=form, status=422)


@needs(May.DESK)
@require_POST
def drop(request: Request, pk: UUID) -> HttpResponse:
    kept = get_object_or_404(SavedFilter, owner=request.user, pk=pk)
    drop_filter(kept, by=request.user)
    messages.success(request, _("The saved filters “%(name)s” are removed.") % {"name": kept.name})
    return HttpResponseRedirect(reverse("desk"))
