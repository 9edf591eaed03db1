"""Which pages are measured, and what each may cost."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import SESSION_KEY, login
from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Organisation, User
from accounts.roles import Role
from accounts.sessions import SessionStore
from accounts.walls import as_job, as_sign_in
from cases.models import Case, Contact
from outreach.bench.server import TOKEN

FLOOR = "/floor/"
A_PAGE = 50  # contacts
NOBODY = "ゑゑゑ"


@dataclass(frozen=True, slots=True)
class Page:
    """`goal` is how many floors it may cost, `queries` how many statements of its own; 0 where none is set."""

    name: str
    who: str
    path: Callable[[], str]
    goal: float
    queries: int = 0
    form: Callable[[], dict[str, str]] | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """The large organisation of the town, and who opens the pages."""

    house: Organisation
    people: dict[str, User]
    long: Case
    open_cases: list[Case]
    surname: str


def place() -> Place:
    with as_job():
        houses = list(Organisation.objects.order_by("name"))
    house = houses[0]
    with as_job(house.pk):
        lead = Case.objects.open().order_by().values("lead").annotate(count=Count("pk")).order_by("-count")[0]["lead"]
        users = User.objects.filter(organisation=house).order_by("pk")
        people = {role.value: users.filter(role=role)[0] for role in Role} | {"worker": users.get(pk=lead)}
        doors = Case.objects.open().filter(stage="door", closed_methods=[]).select_related("person")
        counts = Contact.objects.filter(case__in=doors).order_by().values("case").annotate(count=Count("pk"))
        enough = [row["case"] for row in counts.filter(count__gte=A_PAGE).order_by("count", "case")[:1]]
        living = list(doors.order_by("pk")[:100])
        long = doors.get(pk=enough[0]) if enough else living[0]
    return Place(house, people, long, living, long.person.family_kana[:2])


def pages(here: Place, at: datetime) -> list[Page]:
    turn: Iterator[Case] = cycle(here.open_cases)
    worker, local = here.people["worker"].pk, at.astimezone(here.house.zone)

    def said(path: str) -> Callable[[], str]:
        return lambda: path

    def contact() -> dict[str, str]:
        return {
            "id": str(uuid4()), "method": "visit", "with_whom": "person", "response": "presence", "minutes": "20",
            "on": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}", "note": "床のきしむ音。", "concern": "none",
        }  # fmt: skip

    desk, find = reverse("desk"), reverse("find")
    return [
        Page("empty page (the floor)", "coordinator", said(FLOOR), 0),
        Page("case page, 50 contacts", "coordinator", said(reverse("case", args=[here.long.pk])), 6, 10),
        Page("desk, one stage", "coordinator", said(f"{desk}?view=all&stage=door"), 4, 6),
        Page("desk, one worker", "coordinator", said(f"{desk}?view=all&worker={worker}"), 4, 6),
        Page("desk, a worker's own", "worker", said(f"{desk}?view=all"), 4, 6),
        Page("today", "worker", said(reverse("today")), 4, 6),
        Page("board", "manager", said(reverse("board")), 5, 6),
        Page("week board", "coordinator", said(reverse("week") + "?view=all"), 5, 6),
        Page("search, two kana", "coordinator", said(find + "?for=near"), 6, 6),
        Page("search, nobody", "coordinator", said(find + "?for=nobody"), 4, 6),
        Page("save a contact", "coordinator", lambda: reverse("case_contact", args=[next(turn).pk]), 3, form=contact),
    ]  # fmt: skip


def cookies(user: User, surname: str) -> dict[str, str]:
    """A session as signing in makes it, in which two searches have been asked for."""
    request = HttpRequest()
    with as_sign_in():
        request.session = SessionStore()
        login(request, user, settings.AUTHENTICATION_BACKENDS[0])
        request.session["looked_for"] = {"near": surname, "nobody": NOBODY}
        request.session.save()
        assert request.session[SESSION_KEY]
    return {settings.SESSION_COOKIE_NAME: str(request.session.session_key), settings.CSRF_COOKIE_NAME: TOKEN}
