"""What a file is that is neither an Excel book nor CSV, by its bytes: whoever chose it is told so by name."""

import io
import re
import zipfile

from cases.rules.ledger.book import Unreadable
from cases.rules.ledger.troubles import Trouble

PACKED = b"PK"
LOOKED_AT = 1024  # bytes; a text may have a mark and blank lines before it says what it is
What = tuple[Trouble, str]
STARTS: tuple[tuple[bytes, What], ...] = (
    (b"\x89PNG", (Trouble.PICTURE, "PNG")),
    (b"\xff\xd8\xff", (Trouble.PICTURE, "JPEG")),
    (b"GIF8", (Trouble.PICTURE, "GIF")),
    (b"II*\x00", (Trouble.PICTURE, "TIFF")),
    (b"MM\x00*", (Trouble.PICTURE, "TIFF")),
    (b"7z\xbc\xaf\x27\x1c", (Trouble.ARCHIVE, "7z")),
    (b"Rar!\x1a\x07", (Trouble.ARCHIVE, "RAR")),
    (b"\x1f\x8b", (Trouble.ARCHIVE, "gzip")),
    (b"\x00\x01\x00\x00Standard ", (Trouble.DATABASE, "Access")),
    (b"\x09\x08\x10\x00\x00\x06", (Trouble.OLD_EXCEL, ".xls")),
)
# Those that say it a little further on.
INSIDE: tuple[tuple[int, bytes, What], ...] = (
    (2, b"-lh", (Trouble.ARCHIVE, "LZH")),
    (4, b"ftyphei", (Trouble.PICTURE, "HEIC")),
    (4, b"ftypmif1", (Trouble.PICTURE, "HEIC")),
    (8, b"WEBP", (Trouble.PICTURE, "WebP")),
)
TEXTS: tuple[tuple[bytes, What], ...] = (
    (b"%pdf-", (Trouble.PDF, "PDF")),
    (b"{\\rtf", (Trouble.DOCUMENT, "RTF")),
    (b"<!doctype html", (Trouble.WEB_PAGE, "HTML")),
    (b"<html", (Trouble.WEB_PAGE, "HTML")),
    (b"<table", (Trouble.WEB_PAGE, "HTML")),
)
XML, XML_SHEET = b"<?xml", b"urn:schemas-microsoft-com:office:spreadsheet"
BITMAP, NOTHING = b"BM", b"\x00" * 4  # at 6, kept free by the format: a text may begin with BM too
FILEMAKER, FILEMAKER_WITHIN = b"HBAM", 32
# The old files of Office, and every one locked with a password: streams listed by their names, each in 128 bytes.
OLD_OFFICE, ENTRY = b"\xd0\xcf\x11\xe0", 128
STREAMS: dict[bytes, What] = {
    name.encode("utf-16-le"): kind
    for name, kind in (
        ("EncryptedPackage\0", (Trouble.LOCKED, "")),
        ("Workbook\0", (Trouble.OLD_EXCEL, ".xls")),
        ("Book\0", (Trouble.OLD_EXCEL, ".xls")),
        ("WordDocument\0", (Trouble.DOCUMENT, "Word")),
        ("PowerPoint Document\0", (Trouble.DOCUMENT, "PowerPoint")),
    )
}
A_STREAM = re.compile(b"|".join(re.escape(name) for name in STREAMS))
# A part by which a packed file tells what it is; an Excel book may call its own parts as it likes.
PARTS: tuple[tuple[str, What], ...] = (
    ("word/", (Trouble.DOCUMENT, "Word")),
    ("ppt/", (Trouble.DOCUMENT, "PowerPoint")),
    ("xl/workbook.bin", (Trouble.OTHER_SHEET, ".xlsb")),
    ("Index/Document.iwa", (Trouble.OTHER_SHEET, "Numbers")),
)
TOLD_IN, OPEN_SHEET, OPEN_TEXT = "mimetype", b"opendocument.spreadsheet", b"opendocument"
OF_A_BOOK = ("[Content_Types].xml", "xl/")


def refuse_others(data: bytes) -> None:
    """Raises Unreadable for what is known to be something else; `refuse_packed` looks into what is packed."""
    kind = (Trouble.EMPTY_FILE, "") if not data else _told(data)
    if kind:
        raise Unreadable(kind[0], format=kind[1])


def refuse_packed(data: bytes) -> None:
    """Raises Unreadable for a packed file that is no Excel book, and for one that is not whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = packed.namelist()
            kind = _open_document(packed) if TOLD_IN in names else _of_parts(names)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        raise Unreadable(Trouble.DAMAGED) from None
    if kind:
        raise Unreadable(kind[0], format=kind[1])


def _told(data: bytes) -> What | None:
    if data.startswith(OLD_OFFICE):
        return _old_office(data)
    return _starts(data) or _as_text(data)


def _starts(data: bytes) -> What | None:
    found = next((kind for start, kind in STARTS if data.startswith(start)), None)
    found = found or next((kind for place, word, kind in INSIDE if data[place:].startswith(word)), None)
    if not found and data.startswith(BITMAP) and data[6:10] == NOTHING:
        return Trouble.PICTURE, "BMP"
    if not found and FILEMAKER in data[:FILEMAKER_WITHIN]:
        return Trouble.DATABASE, "FileMaker"
    return found


def _as_text(data: bytes) -> What | None:
    head = data[:LOOKED_AT].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith(XML) and XML_SHEET in head:
        return Trouble.OTHER_SHEET, "XML"
    return next((kind for start, kind in TEXTS if head.startswith(start)), None)


def _old_office(data: bytes) -> What:
    """The first stream that is listed: what lies within a document is listed after it."""
    listed = (found[0] for found in A_STREAM.finditer(data) if found.start() % ENTRY == 0)
    return STREAMS.get(next(listed, b""), (Trouble.NOT_A_BOOK, ""))


def _open_document(packed: zipfile.ZipFile) -> What | None:
    with packed.open(TOLD_IN) as told:
        said = told.read(LOOKED_AT)
    if OPEN_SHEET in said:
        return Trouble.OTHER_SHEET, ".ods"
    return (Trouble.DOCUMENT, "OpenDocument") if OPEN_TEXT in said else (Trouble.ARCHIVE, "zip")


def _of_parts(names: list[str]) -> What | None:
    known = next((kind for part, kind in PARTS if any(name.startswith(part) for name in names)), None)
    if known or any(name.startswith(OF_A_BOOK) for name in names):
        return known
    return Trouble.ARCHIVE, "zip"
