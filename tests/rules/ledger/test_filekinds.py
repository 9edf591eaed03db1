"""What was chosen in place of a book is told by its name."""

import io
import zipfile

import pytest

from cases.rules.ledger.book import MEGABYTE
from cases.rules.ledger.troubles import Trouble
from tests.rules.ledger.books import INTAKE, PROGRESS, excel, reading
from tests.rules.ledger.test_files import trouble

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ROW = "A-1,髙橋　健,S55.3.2,,\n"


def old_office(*streams: str) -> bytes:
    """As Office before 2007, and every file with a password: a header, something, and the list of streams."""
    listed = [name.encode("utf-16-le").ljust(128, b"\x00") for name in ("Root Entry", *streams)]
    return OLE.ljust(512, b"\x00") + b"\x01" * 512 + b"".join(listed)


def zipped(**parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as one:
        for name, words in parts.items():
            one.writestr(name, words)
    return made.getvalue()


CONTENT = {"[Content_Types].xml": "<Types/>"}
KINDS = [
    (b"", Trouble.EMPTY_FILE, ""),
    (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", Trouble.PICTURE, "PNG"),
    (b"\xff\xd8\xff\xe1\x00\x18Exif\x00\x00", Trouble.PICTURE, "JPEG"),
    (b"GIF89a\x01\x00", Trouble.PICTURE, "GIF"),
    (b"BM\x36\x10\x0e\x00\x00\x00\x00\x00\x36\x00", Trouble.PICTURE, "BMP"),
    (b"\x00\x00\x00\x24ftypheic\x00\x00", Trouble.PICTURE, "HEIC"),
    (b"RIFF\x24\x00\x00\x00WEBPVP8 ", Trouble.PICTURE, "WebP"),
    (b"II*\x00\x08\x00", Trouble.PICTURE, "TIFF"),
    (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", Trouble.PDF, "PDF"),
    (b"{\\rtf1\\ansi\\ansicpg932", Trouble.DOCUMENT, "RTF"),
    (b"\xef\xbb\xbf\r\n<HTML><body><table>", Trouble.WEB_PAGE, "HTML"),
    (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
     Trouble.OTHER_SHEET, "XML"),
    (old_office("Workbook", "\x05SummaryInformation"), Trouble.OLD_EXCEL, ".xls"),
    (old_office("Book"), Trouble.OLD_EXCEL, ".xls"),
    (old_office("EncryptedPackage", "EncryptionInfo"), Trouble.LOCKED, ""),
    (old_office("WordDocument", "ObjectPool", "Workbook"), Trouble.DOCUMENT, "Word"),
    (old_office("PowerPoint Document"), Trouble.DOCUMENT, "PowerPoint"),
    (old_office("__properties_version1.0"), Trouble.NOT_A_BOOK, ""),
    (zipped(**CONTENT, **{"word/document.xml": "<w/>"}), Trouble.DOCUMENT, "Word"),
    (zipped(**CONTENT, **{"ppt/presentation.xml": "<p/>"}), Trouble.DOCUMENT, "PowerPoint"),
    (zipped(**CONTENT, **{"xl/workbook.bin": "x"}), Trouble.OTHER_SHEET, ".xlsb"),
    (zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), Trouble.OTHER_SHEET, ".ods"),
    (zipped(mimetype="application/vnd.oasis.opendocument.text"), Trouble.DOCUMENT, "OpenDocument"),
    (zipped(**{"uketsuke.csv": INTAKE, "keika.csv": PROGRESS}), Trouble.ARCHIVE, "zip"),
    (zipped(), Trouble.ARCHIVE, "zip"),
    (b"7z\xbc\xaf\x27\x1c\x00\x04", Trouble.ARCHIVE, "7z"),
    (b"\x21\x5e-lh5-\x00\x00", Trouble.ARCHIVE, "LZH"),
    (b"\x00\x01\x00\x00Standard ACE DB\x00", Trouble.DATABASE, "Access"),
    (b"\x00\x01\x00\x00\x00\x02\x00\x01\x00\x05\x00\x02\x00\x02\xc0HBAM7", Trouble.DATABASE, "FileMaker"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "code", "told"), KINDS)
@pytest.mark.parametrize("name", ["daicho.xlsx", "daicho.csv"])
def test_what_is_no_book_is_told_by_what_it_is_whatever_it_is_called(
    data: bytes, code: Trouble, told: str, name: str
) -> None:
    assert trouble(data, name) == (code, {"format": told})


def test_a_book_that_was_not_copied_whole_is_told_to_be_damaged() -> None:
    whole = excel([INTAKE.split(","), ROW.split(",")])
    for some in (whole[: len(whole) // 2], whole[:-20], b"PK\x03\x04 no zip"):
        assert trouble(some, "daicho.xlsx") == (Trouble.DAMAGED, {})


def test_a_big_picture_is_not_to_be_split() -> None:
    assert trouble(b"\xff\xd8\xff" + b"a" * 21 * MEGABYTE, "daicho.jpg")[0] == Trouble.PICTURE


def test_a_text_with_another_name_is_no_book() -> None:
    words = "今日は母と話した、元気そう\n「また来て」, と\n".encode()
    assert trouble(words, "memo.xlsx") == (Trouble.RENAMED_TEXT, {"ending": ".xlsx"})
    assert trouble(b"one line of words\nand another\n", "memo.txt") == (Trouble.PLAIN_TEXT, {})
    assert trouble(b"number;name;note\n1;a;b\n", "daicho.csv") == (Trouble.PLAIN_TEXT, {})


def test_a_csv_that_was_called_xls_is_read_all_the_same() -> None:
    assert reading(f"{INTAKE}\n{ROW}", "daicho.xls") == reading(f"{INTAKE}\n{ROW}", "daicho.csv")


def test_a_text_may_begin_as_a_picture_does() -> None:
    assert len(reading(f"BMの台帳\n{INTAKE}\n{ROW}").intake) == 1
