"""The command that reads the old ledger."""

import io
import os

import pytest
from django.core.management import CommandError, call_command

from accounts.walls import within
from cases.models import Case, Contact, LedgerBatch, LedgerFile
from tests.ledgers import AI, KEN, NOW, REFUSED, VOICE, intake, progress
from tests.rules.ledger.books import DATA
from tests.rules.ledger.test_filekinds import old_office

REAL = [str(DATA / name) for name in ("uketsuke.csv", "keika.csv")]


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*args, **options):
    out = io.StringIO()
    call_command("import_ledger", *args, organisation="Engawa", stdout=out, **options)
    return out.getvalue()


def everything(world):
    with within(world.hana):
        return [model.objects.count() for model in (Case, Contact, LedgerBatch, LedgerFile)]


def test_a_preview_tells_what_would_come_in_and_leaves_nothing(world):
    before = everything(world)
    told = run(*REAL, preview=True)
    assert "受付簿: 新規 60, 同じ 0" in told
    assert "経過記録: 新規 452" in told
    assert everything(world) == before


def test_the_two_files_come_in_and_the_excel_book_is_the_same(world):
    run(*REAL, worker=[f"大栗={world.yuki.email}"])
    assert everything(world) == [61, 452, 1, 0]
    with within(world.hana):
        assert Case.objects.filter(lead=world.yuki).count() == 15
        assert Case.objects.get(code="2024-001").coordinator_id == world.hana.pk
    assert "受付簿: 新規 0, 同じ 60" in run(str(DATA / "ledger.xlsx"))


def test_rows_that_stay_out_are_named_and_written_to_a_file(world, elsewhere):
    for book in (intake(KEN, AI.replace("2026-05-01", "R8.2.30")), progress(VOICE, REFUSED)):
        (elsewhere / book.name).write_bytes(book.data)
    told = run("uketsuke.csv", "keika.csv")
    assert "uketsuke.csv 3 受付日: 「R8.2.30」という日はありません。" in told
    assert "R8.2.30" in (elsewhere / "uketsuke-to-mend.csv").read_text("utf-8-sig")
    assert (elsewhere / "keika-to-mend.csv").exists()


def test_rows_to_mend_of_two_books_of_one_name_do_not_take_each_others_place(world, elsewhere):
    for folder, book in (("2024", KEN), ("2025", AI)):
        (elsewhere / folder).mkdir()
        (elsewhere / folder / "daicho.csv").write_bytes(intake(book.replace("髙橋 健", "").replace("山﨑 愛", "")).data)
    run("2024/daicho.csv", "2025/daicho.csv")
    files = [(elsewhere / name).read_text("utf-8-sig") for name in ("daicho-to-mend.csv", "daicho-to-mend-2.csv")]
    assert ["A-1" in files[0], "A-2" in files[1]] == [True, True]


def test_a_name_out_of_an_old_zip_is_no_obstacle(world, elsewhere):
    name = os.fsdecode("受付簿.csv".encode("cp932"))
    (elsewhere / name).write_bytes(intake(KEN).data)
    assert "受付簿: 新規 1" in run(name)


def test_a_file_that_is_no_book_is_told_in_the_words_of_the_page(world, elsewhere):
    (elsewhere / "daicho.xlsx").write_bytes(old_office("EncryptedPackage"))
    with pytest.raises(CommandError, match=r"daicho.xlsx: パスワードのかかったファイルです。Excelで"):
        run("daicho.xlsx")


def test_a_reading_is_taken_back_by_its_number(world):
    batch = run(*REAL).split()[-1]
    run(undo=batch)
    assert everything(world) == [1, 0, 1, 0]
    with pytest.raises(CommandError, match="not standing"):
        run(undo=batch)


@pytest.mark.parametrize(
    ("args", "options", "words"),
    [
        ([], {}, "Name the files"),
        (["nowhere.csv"], {}, "No such file"),
        (REAL, {"by": "yuki@example.org"}, "no coordinator"),
        (REAL, {"worker": ["大栗=nobody@example.org"]}, "大栗=yuki@example.org"),
    ],
)
def test_what_cannot_be_is_said_in_words(world, args, options, words):
    with pytest.raises(CommandError, match=words):
        run(*args, **options)


def test_an_organisation_nobody_knows_is_said_beside_those_there_are(world):
    with pytest.raises(CommandError, match="Engawa, Madobe"):
        call_command("import_ledger", *REAL, organisation="Engawaa")
