"""Old books to read: the three real ones, and small ones written for a test."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from accounts.models import User
from accounts.walls import within
from cases.actions.ledger.bringing import bring, preview
from cases.actions.ledger.receiving import choose, receive
from cases.models import Case, Contact, LedgerBatch
from cases.queries.ledger.reading import Upload
from cases.rules.ledger.columns import Kind
from cases.rules.ledger.pairing import Outcome
from tests.rules.ledger.books import DATA
from tests.world import World

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
CASES = "受付番号,受付日,相談者氏名,続柄,電話番号,郵便番号,住所,本人氏名,本人ふりがな,生年月日,担当,支援段階,次回予定,備考\n"
KEN = "A-1,R8.4.1,髙橋 和子,母,03-0000-1653,134-0088,東京都江戸川区西葛西1-2-3,髙橋 健,タカハシ ケン,1997年頃,大栗,ドア越し,R8.12.10,犬あり\n"
AI = "A-2,2026-05-01,山﨑 守,父,090-0000-1111,,,山﨑 愛,,38歳,西田,手紙,,\n"
TRIES = "受付番号,日付,時刻,方法,対象,様子,時間(分),記録者,内容\n"
VOICE = "A-1,R8.10.3,14時30分,訪問,本人,扉ごしに声,30,大栗,猫の話\n"
LETTER = "A-1,2026-10-10,,手紙,本人,応答なし,,大栗,\n"
REFUSED = "A-2,2026-10-12,夕方,訪問,本人,断られた「帰れ」,0,西田,\n"


def real(*names: str) -> list[Upload]:
    return [Upload(name=name, data=(DATA / name).read_bytes()) for name in names]


def intake(*rows: str, head: str = CASES) -> Upload:
    return Upload(name="uketsuke.csv", data=(head + "".join(rows)).encode())


def progress(*rows: str, head: str = TRIES) -> Upload:
    return Upload(name="keika.csv", data=(head + "".join(rows)).encode())


def received(
    world: World, *uploads: Upload, workers: dict[str, User] | None = None, at: datetime = NOW, by: User | None = None
) -> LedgerBatch:
    who = by or world.hana
    with within(who):
        batch = receive(uploads, by=who, at=at)
        choose(batch, workers={name: str(user.pk) for name, user in (workers or {}).items()}, by=who)
    return batch


def read(
    world: World, *uploads: Upload, workers: dict[str, User] | None = None, at: datetime = NOW, by: User | None = None
) -> LedgerBatch:
    who = by or world.hana
    batch = received(world, *uploads, workers=workers, at=at, by=by)
    with within(who):
        return bring(batch, shown=None, by=who, at=at)


def counts(
    world: World, *uploads: Upload, at: datetime = NOW, by: User | None = None
) -> dict[tuple[Kind, Outcome], int]:
    """What a reading would do."""
    batch = received(world, *uploads, at=at, by=by)
    with within(by or world.hana):
        return dict(preview(batch, at=at).counts)


def case(world: World, code: str) -> Case:
    with within(world.hana):
        found = Case.objects.select_related("person__family", "lead", "coordinator", "organisation").prefetch_related(
            "person__family__relatives", "person__consents"
        )
        return found.get(code=code)


def contacts(world: World, code: str) -> list[Contact]:
    with within(world.hana):
        return list(
            Contact.objects.filter(case__code=code)
            .select_related("worker", "author", "corrects")
            .order_by("started_at")
        )


def house(world: World, without: Iterable[str] = (), by: User | None = None) -> dict[str, list[dict[str, object]]]:
    """Everything the ledgers brought, without the keys that every reading makes anew."""
    keys = {"id", "case_id", "person_id", "family_id", "organisation_id", *without}
    with within(by or world.hana):
        found = Case.objects.exclude(pk=world.ken.pk).select_related("person__family").order_by("code")
        cases, told = list(found), Contact.objects.exclude(case=world.ken.pk).select_related("case")
        tries = sorted(told, key=lambda one: (one.case.code, one.started_at, one.digest))
    tables: dict[str, list[Any]] = {
        "cases": cases,
        "persons": [one.person for one in cases],
        "families": [one.person.family for one in cases],
        "contacts": tries,
    }
    return {
        table: [
            {name: value for name, value in vars(row).items() if name not in keys and name[0] != "_"} for row in rows
        ]
        for table, rows in tables.items()
    }
