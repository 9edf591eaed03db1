"""The one door: every view says what it needs, and only fetches what the reader may see."""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from cases.models import Case
from cases.models.case import CaseQuerySet
from cases.queries.one_case import case_for
from cases.rules.access import May, may


class Request(HttpRequest):
    user: User


View = Callable[..., HttpResponse]
METHODS = ("GET", "HEAD", "POST")  # each view narrows these; no page knows another


def needs(what: May) -> Callable[[View], View]:
    """Strangers are sent to sign in; someone whose role has no such deed at all finds nothing here (404)."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if what is not May.PUBLIC:
                if not isinstance(request.user, User):
                    return redirect_to_login(request.get_full_path())
                if not may(Role(request.user.role), what, own=True):
                    raise Http404
            if request.method not in METHODS:
                return HttpResponseNotAllowed(METHODS)
            try:
                return view(request, *args, **kwargs)
            except Case.DoesNotExist:  # taken back, or handed to another, while this deed waited for its turn
                raise Http404 from None

        guarded.needs = what  # type: ignore[attr-defined]
        return guarded

    return mark


@cache
def case_address() -> str:
    """What stands before the key in the address of a case; a list has fifty of them."""
    return around_key("case")[0]


@cache
def around_key(name: str) -> tuple[str, str]:
    """What stands before and after the key in the address of a thing."""
    before, _, after = reverse(name, args=[UUID(int=0)]).partition(str(UUID(int=0)))
    return before, after


def visible(request: Request) -> CaseQuerySet:
    return Case.objects.visible_to(request.user)


def case_or_404(request: Request, pk: UUID, *, what: May = May.CASE_SEE) -> Case:
    """The case with its person, family and organisation, if this reader may do this to it."""
    case = case_for(request.user, pk) if may(Role(request.user.role), what, own=True) else None
    if case is None:
        raise Http404
    case.organisation = request.user.organisation  # the same, and read already
    return case
