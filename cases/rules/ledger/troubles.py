"""What can be wrong with a ledger; the labels hold a sentence for each code, filled with the facts named here."""

from enum import StrEnum


class Trouble(StrEnum):
    # Of a file, which is then not read at all.
    FILE_TOO_BIG = "file_too_big"  # megabytes
    UNPACKS_TOO_BIG = "unpacks_too_big"
    TOO_MANY_ROWS = "too_many_rows"  # most
    TOO_MANY_COLUMNS = "too_many_columns"  # most
    NEVER_RECKONED = "never_reckoned"
    # What it is instead, told by its bytes.
    EMPTY_FILE = "empty_file"
    PICTURE = "picture"  # format
    PDF = "pdf"
    DOCUMENT = "document"  # format
    WEB_PAGE = "web_page"
    OLD_EXCEL = "old_excel"
    OTHER_SHEET = "other_sheet"  # format
    LOCKED = "locked"
    ARCHIVE = "archive"  # format
    DATABASE = "database"  # format
    DAMAGED = "damaged"
    PLAIN_TEXT = "plain_text"
    RENAMED_TEXT = "renamed_text"  # ending
    NOT_A_BOOK = "not_a_book"
    BROKEN_BYTES = "broken_bytes"  # row
    BROKEN_QUOTES = "broken_quotes"  # row
    EMPTY_BOOK = "empty_book"
    # Of a sheet.
    UNKNOWN_SHEET = "unknown_sheet"  # sheet
    EMPTY_SHEET = "empty_sheet"  # sheet
    MISSING_COLUMN = "missing_column"  # sheet, field
    # Of a row, which then stays out.
    ROW_TOO_LONG = "row_too_long"
    MISSING_NUMBER = "missing_number"
    NUMBER_TWICE = "number_twice"  # number, first
    MISSING_NAME = "missing_name"
    MISSING_DAY = "missing_day"
    MISSING_METHOD = "missing_method"
    NUMBER_TAKEN = "number_taken"  # number
    UNKNOWN_CASE = "unknown_case"  # number
    CASE_STAYS_OUT = "case_stays_out"  # number
    TOO_LONG = "too_long"  # most
    IN_FUTURE = "try_in_future"  # told
    # Notes: the row goes in, the words are kept as told.
    NAME_NOT_SPLIT = "name_not_split"  # told
    KANA_NOT_SPLIT = "kana_not_split"  # told
    UNKNOWN_WORD = "unknown_word"  # told
    UNREADABLE_POSTAL_CODE = "unreadable_postal_code"  # told
    ERROR_CELL = "error_cell"  # told; read as an empty cell
    WHOM_DIFFERS = "whom_differs"  # told, response


# Every problem of a row has the facts row and column too: the line of the file and the header of the cell.
