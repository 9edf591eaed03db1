"""Files on their way in."""

from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.walls import within
from cases.models import LedgerFile
from cases.queries.ledger.reading import Upload
from cases.rules.ledger.book import MEGABYTE, MOST_MEGABYTES
from cases.rules.ledger.filekinds import PACKED
from cases.web.ledger.pages import MOST_FILES
from cases.web.ledger.uploading import UpToABook
from tests.rules.ledger.books import DATA, book
from tests.rules.ledger.test_filekinds import old_office


def test_no_more_than_a_book_reaches_the_disk_and_the_page_still_learns_its_size():
    handler = UpToABook()
    handler.new_file("books", "daicho.csv", "text/csv", None)
    sent = 3 * MOST_MEGABYTES
    for number in range(sent):
        handler.receive_data_chunk(b"a" * MEGABYTE, number * MEGABYTE)
    file = handler.file_complete(sent * MEGABYTE)
    assert (file.size, Path(file.temporary_file_path()).stat().st_size) == (
        sent * MEGABYTE, (MOST_MEGABYTES + 1) * MEGABYTE,
    )  # fmt: skip
    file.close()


def test_a_file_beyond_the_limit_is_told_to_be_too_big(world, sign_in):
    big = SimpleUploadedFile("daicho.csv", b"a" * (MOST_MEGABYTES + 2) * MEGABYTE)
    answer = sign_in(world.hana).post("/desk/ledger/", {"books": big})
    assert answer.status_code == 422
    assert "20MBを超えています" in answer.content.decode()


def test_a_file_is_taken_apart_once_and_its_cells_are_kept(world, sign_in):
    data = (DATA / "ledger.xlsx").read_bytes()
    answer = sign_in(world.hana).post("/desk/ledger/", {"books": SimpleUploadedFile("ledger.xlsx", data)})
    assert answer.status_code == 302
    with within(world.hana):
        kept = LedgerFile.objects.get()
    assert not bytes(kept.data).startswith(PACKED)
    assert Upload(name=kept.name, data=bytes(kept.data)).book() == book("ledger.xlsx")


def test_each_file_that_is_no_book_is_told_by_what_it_is_and_how_to_mend_it(world, sign_in):
    chosen = [
        SimpleUploadedFile("daicho.xlsx", b"\x89PNG\r\n\x1a\n"),
        SimpleUploadedFile("keika.xls", old_office("Workbook")),
        SimpleUploadedFile("kara.csv", b""),
    ]
    answer = sign_in(world.hana).post("/desk/ledger/", {"books": chosen})
    assert answer.status_code == 422
    said = answer.content.decode()
    for words in ("これは画像（PNG）です", "「Excelブック（*.xlsx）」かCSVにして保存し", "空のファイルで"):
        assert words in said
    with within(world.hana):
        assert not LedgerFile.objects.exists()


def test_files_without_number_are_refused_before_they_are_taken():
    assert MOST_FILES < settings.DATA_UPLOAD_MAX_NUMBER_FILES <= 2 * MOST_FILES
