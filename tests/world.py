"""The small named cast: Hana coordinates, Yuki and Sora visit, Mio manages, Ada administers; Rin works next door."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth.hashers import make_password

from accounts.models import Organisation, User
from accounts.roles import Role
from accounts.walls import as_job, within
from cases.actions.contacting import Try, record_contact
from cases.actions.opening import Inquiry, open_case, record_inquiry
from cases.actions.sweeping import SWEEPS, sweep
from cases.models import Case, Contact, Reading
from cases.rules.ladder import Stage
from cases.rules.methods import Method
from cases.rules.responses import Response

PASSWORD = "a long quiet evening"
HASHED = make_password(PASSWORD)


@dataclass
class World:
    engawa: Organisation
    madobe: Organisation
    hana: User
    yuki: User
    sora: User
    mio: User
    ada: User
    rin: User
    ken: Case
    morning: datetime

    def record(
        self, response: Response, *, method: Method = Method.VISIT, days: int = 0, by: User | None = None
    ) -> Contact:
        """A contact with Ken, some days after the first morning."""
        worker, at = by or self.yuki, self.morning + timedelta(days=days, hours=1)
        with within(worker):
            told = Try(id=uuid4(), method=method, response=response, started_at=at - timedelta(minutes=20))
            contact = record_contact(Case.objects.get(pk=self.ken.pk), told, by=worker, at=at)
        self.see_ken()
        return contact

    def readings(self) -> list[tuple[Any, str]]:
        with within(self.hana):
            return list(Reading.objects.order_by("pk").values_list("by", "page"))

    def see_ken(self) -> Case:
        with within(self.hana):
            self.ken = Case.objects.select_related("person__family", "organisation").get(pk=self.ken.pk)
        return self.ken


def organisation(name: str, at: datetime) -> Organisation:
    with as_job():
        return Organisation.objects.create(name=name, created_at=at)


def user(organisation: Organisation, name: str, role: Role) -> User:
    with as_job(organisation.pk):
        return User.objects.create(
            organisation=organisation, email=f"{name.lower()}@{organisation.pk.hex}.example.org", name=name, role=role,
            password=HASHED, weekdays=127,
        )  # fmt: skip


def told(**person: Any) -> Inquiry:
    return Inquiry(
        family={
            "nickname": "花水木さん宅",
            "postal_code": "2790004",
            "municipality": "浦安市",
            "phone": "+81470000001",
        },
        caller={"name": "山﨑 和子", "kana": "ヤマサキ カズコ", "relationship": "mother"},
        person={"family_name": "山﨑", "given_name": "健", "family_kana": "やまさき", "given_kana": "けん", **person},
    )


def sweep_all(at: datetime) -> dict[str, int]:
    return {name: sweep(name, at=at) for name in SWEEPS}


def build(at: datetime) -> World:
    engawa, madobe = organisation("Engawa", at), organisation("Madobe", at)
    hana = user(engawa, "Hana", Role.COORDINATOR)
    yuki, sora = user(engawa, "Yuki", Role.WORKER), user(engawa, "Sora", Role.WORKER)
    mio, ada = user(engawa, "Mio", Role.MANAGER), user(engawa, "Ada", Role.ADMINISTRATOR)
    rin = user(madobe, "Rin", Role.COORDINATOR)
    with within(hana):
        ken = record_inquiry(told(), by=hana, at=at)
        ken = open_case(ken, coordinator=hana, lead=yuki, second=None, stage=Stage.DOOR, pace=None, by=hana, at=at)
    world = World(engawa, madobe, hana, yuki, sora, mio, ada, rin, ken, at)
    world.see_ken()
    return world


def sibling(world: World, lead: User) -> Case:
    """Ken's sister, in the same household, whose outreach began with his."""
    with within(world.hana):
        other = record_inquiry(told(given_name="光"), by=world.hana, at=world.morning)
        other.person.family = world.ken.person.family
        other.person.save(update_fields=["family"])
        return open_case(
            other, coordinator=world.hana, lead=lead, second=None, stage=Stage.LETTER, pace=None, by=world.hana,
            at=world.morning,
        )  # fmt: skip
