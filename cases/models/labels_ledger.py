"""The ledger's words and sentences: what is wrong with a row and how to mend it, in the reader's language."""

from collections import Counter
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from cases.models.labels import Words
from cases.rules.dates import DateTrouble
from cases.rules.ledger.columns import Field, Kind
from cases.rules.ledger.pairing import BatchState, Outcome, Undone
from cases.rules.ledger.troubles import Trouble
from cases.rules.phones import PhoneTrouble
from cases.rules.problems import Problem

KINDS: dict[Kind, Words] = {Kind.INTAKE: _("Intake book"), Kind.PROGRESS: _("Progress book")}
OUTCOMES: dict[Outcome, Words] = {
    Outcome.NEW: _("New"),
    Outcome.SAME: _("Same as here"),
    Outcome.CHANGED: _("Changed in the book"),
    Outcome.CLASHED: _("Changed here since"),
    Outcome.BAD: _("Not imported"),
}
STATES: dict[BatchState, Words] = {
    BatchState.PREVIEWED: _("Waiting to be checked"),
    BatchState.BROUGHT: _("Imported"),
    BatchState.UNDONE: _("Undone"),
    BatchState.DISCARDED: _("Put away"),
}
PARTLY: Words = _("Undone in part")  # of one of which some cases were kept
UNREAD: Words = _("A sheet could not be read")  # of one that is previewed
UNDONE: dict[Undone, Words] = {
    Undone.ERASED: _("Gone"),
    Undone.LESSENED: _("Kept, without what the books had added"),
    Undone.WORKED_ON: _("Somebody has worked on it since."),
    Undone.READ_LATER: _("A later import builds on it: undo that one first."),
}
FIELDS: dict[Field, Words] = {
    Field.NUMBER: _("Number of the case"),
    Field.RECEIVED: _("Day of the call"),
    Field.CALLER: _("Caller's name"),
    Field.RELATIONSHIP: _("Relation to the person"),
    Field.PHONE: _("Phone"),
    Field.POSTAL_CODE: _("Postal code"),
    Field.ADDRESS: _("Address"),
    Field.NAME: _("The person's name"),
    Field.KANA: _("The person's name, reading"),
    Field.BIRTH: _("Birth or age"),
    Field.SEX: _("Sex"),
    Field.ONSET: _("Since when"),
    Field.TRIGGERS: _("Triggers"),
    Field.OUTING: _("Going out"),
    Field.WORKER: _("Worker"),
    Field.STAGE: _("Stage"),
    Field.NEXT_ON: _("Next contact"),
    Field.DAY: _("Day"),
    Field.TIME: _("Time"),
    Field.METHOD: _("Method"),
    Field.WHOM: _("With whom"),
    Field.RESPONSE: _("Response"),
    Field.MINUTES: _("Minutes"),
    Field.NOTE: _("Notes"),
}
SENTENCES: dict[str, Words] = {
    Trouble.FILE_TOO_BIG: _("The file is larger than %(megabytes)s MB. Split it into smaller files."),
    Trouble.UNPACKS_TOO_BIG: _(
        "The file unpacks to more than a ledger can hold. Save it again from Excel and try again."
    ),
    Trouble.TOO_MANY_ROWS: _("The file has more than %(most)s rows. Split it into smaller files."),
    Trouble.TOO_MANY_COLUMNS: _("The file has more than %(most)s columns. Remove those you do not need."),
    Trouble.NEVER_RECKONED: _(
        "The book holds formulas that were never calculated, so their cells are empty. Open it in Excel, save it, and choose it again."
    ),
    Trouble.EMPTY_FILE: _(
        "The file is empty: there is nothing at all in it. Open the book where it was kept, save it again as .xlsx or CSV, and choose the new file."
    ),
    Trouble.PICTURE: _(
        "This is a picture (%(format)s), and what is written in a picture cannot be read. Choose the Excel or CSV file it was taken from; if there is only paper, type it into Excel and save it as .xlsx."
    ),
    Trouble.PDF: _(
        "This is a PDF, made to be printed. Choose the Excel or CSV file it was made from; if there is none, copy its table into Excel and save it as .xlsx."
    ),
    Trouble.DOCUMENT: _(
        "This is a document (%(format)s), not a spreadsheet. Copy its table into Excel, save it as .xlsx or CSV, and choose that file."
    ),
    Trouble.WEB_PAGE: _(
        "This is a web page (HTML), even if its name ends in .xls. Open it in Excel, save it as .xlsx or CSV, and choose the new file."
    ),
    Trouble.OLD_EXCEL: _(
        "This is an Excel book of the old kind (.xls). Open it in Excel, choose “Save As” and the type “Excel Workbook (*.xlsx)” or CSV, and choose the new file."
    ),
    Trouble.OTHER_SHEET: _(
        "This is a spreadsheet of a kind that cannot be read here (%(format)s). Open it in the program it comes from or in Excel, save it as .xlsx or CSV, and choose the new file."
    ),
    Trouble.LOCKED: _(
        "This file is locked with a password. Open it in Excel with the password, take the password off under “File”, “Info”, “Protect Workbook”, “Encrypt with Password”, save it as .xlsx, and choose it again."
    ),
    Trouble.ARCHIVE: _(
        "This is a packed file (%(format)s). Unpack it, and choose the Excel or CSV files that are in it."
    ),
    Trouble.DATABASE: _(
        "This is a database (%(format)s). Export its tables from there as .xlsx or CSV, and choose those files."
    ),
    Trouble.DAMAGED: _(
        "This Excel book is damaged or was not copied whole. Open it in Excel, which can often repair it, save it as .xlsx or CSV, and choose the new file."
    ),
    Trouble.PLAIN_TEXT: _(
        "This is a text without columns. In a CSV file a comma or a tab stands between the columns: open the book in Excel, save it as .xlsx or CSV, and choose that file."
    ),
    Trouble.RENAMED_TEXT: _(
        "This is a text file, although its name ends in %(ending)s; a new name does not make it an Excel book. Open the book itself in Excel, save it as .xlsx or CSV, and choose that file."
    ),
    Trouble.NOT_A_BOOK: _(
        "This is neither an Excel book (.xlsx) nor a CSV file. Open the book in Excel, save it as .xlsx or CSV, and choose that file."
    ),
    Trouble.BROKEN_BYTES: _(
        "Line %(row)s cannot be read as text. Save the file again as CSV UTF-8 or as .xlsx and try again."
    ),
    Trouble.BROKEN_QUOTES: _(
        'A quotation mark (") opened on line %(row)s is not closed. Correct that line and try again.'
    ),
    Trouble.EMPTY_BOOK: _("The file has no rows. Check that you chose the right file."),
    Trouble.UNKNOWN_SHEET: _(
        "“%(sheet)s” is neither an intake book nor a progress book. If it is one, choose its kind and columns under “Which column is what”."
    ),
    Trouble.EMPTY_SHEET: _("“%(sheet)s” has a header and no rows below it."),
    Trouble.MISSING_COLUMN: _(
        "“%(sheet)s” has no column for “%(field)s”. Choose which column holds it under “Which column is what”."
    ),
    Trouble.ROW_TOO_LONG: _(
        "The line has more cells than the header: a comma or a line break may be out of place. Correct the line."
    ),
    Trouble.MISSING_NUMBER: _("The number of the case is missing. Write it in."),
    Trouble.NUMBER_TWICE: _(
        "The number %(number)s stands on line %(first)s too. Give one of them its own number, or remove one line."
    ),
    Trouble.MISSING_NAME: _("The person's name is missing. Write it in; 不明 is enough."),
    Trouble.MISSING_DAY: _("The day is missing or incomplete (“%(told)s”). Write it as 2026-04-03 or R8.4.3."),
    Trouble.MISSING_METHOD: _(
        "The method is missing or unknown (“%(told)s”). Write 訪問, 電話, 手紙 or another known one."
    ),
    Trouble.NUMBER_TAKEN: _(
        "The number %(number)s already belongs to a case that did not come from the ledger. Give this one another number."
    ),
    Trouble.UNKNOWN_CASE: _(
        "No case with the number %(number)s has come from an intake book. Import its intake row too, or correct the number."
    ),
    Trouble.CASE_STAYS_OUT: _(
        "The intake row of %(number)s is not imported, so this one waits. Correct that row first."
    ),
    Trouble.TOO_LONG: _("The cell holds more than %(most)s characters. Shorten it, or move words to the notes."),
    Trouble.IN_FUTURE: _("The time lies in the future. Correct the day or the time."),
    Trouble.NAME_NOT_SPLIT: _("“%(told)s” has no space between family and given name; it is kept whole."),
    Trouble.KANA_NOT_SPLIT: _("“%(told)s” has no space between family and given name; the reading is kept whole."),
    Trouble.UNKNOWN_WORD: _("“%(told)s” is not a word we know here; it is kept as told."),
    Trouble.UNREADABLE_POSTAL_CODE: _("“%(told)s” is not a postal code of seven digits; it is kept as told."),
    Trouble.ERROR_CELL: _("The cell shows %(told)s instead of a value; it is read as empty."),
    Trouble.WHOM_DIFFERS: _("“%(told)s” and “%(response)s” name different people; both are kept as told."),
    DateTrouble.NO_SUCH_DAY: _("There is no such day: “%(told)s”. Correct it, or leave the cell empty."),
    DateTrouble.BEFORE_ERA: _("“%(told)s” lies before the era it names began. Correct the era or the year."),
    DateTrouble.AFTER_ERA: _("“%(told)s” lies after the era it names had ended. Correct the era or the year."),
    DateTrouble.IN_FUTURE: _("“%(told)s” lies in the future. Correct the day."),
    DateTrouble.TOO_OLD: _("“%(told)s” lies more than 120 years back. Correct it, or leave the cell empty."),
    DateTrouble.UNREADABLE: _("“%(told)s” cannot be read as a day; it is kept as told."),
    DateTrouble.UNREADABLE_TIME: _("“%(told)s” cannot be read as a time; it is kept as told."),
    DateTrouble.UNREADABLE_MINUTES: _("“%(told)s” cannot be read as minutes; it is kept as told."),
    DateTrouble.TOO_MANY_MINUTES: _("“%(told)s” is more than a day; it is kept as told."),
    PhoneTrouble.TOO_SHORT: _("“%(told)s” has too few digits for a phone number; it is kept as told."),
    PhoneTrouble.TOO_LONG: _("“%(told)s” has too many digits for a phone number; it is kept as told."),
    PhoneTrouble.UNREADABLE: _("“%(told)s” cannot be read as a phone number; it is kept as told."),
}
NO_FACTS = dict.fromkeys(
    ("told", "row", "number", "first", "most", "sheet", "field", "megabytes", "response", "format", "ending"), ""
)
OF_A_FIELD = "field"


def sentence(problem: Problem) -> str:
    """What is wrong and how to mend it; where it stands (line and column) is shown beside it."""
    facts: dict[str, object] = {**NO_FACTS, **problem.facts}
    if OF_A_FIELD in problem.facts:
        facts[OF_A_FIELD] = FIELDS[Field(str(problem.facts[OF_A_FIELD]))]
    return str(SENTENCES[problem.code]) % facts


def sentences() -> Mapping[str, str]:
    """For a file to mend, each still to be filled with the facts of its problem."""
    with_column = gettext("%(column)s: %(sentence)s")
    return {code: with_column.replace("%(sentence)s", str(words)) for code, words in SENTENCES.items()}


def kept_words(why: Iterable[Undone]) -> list[str]:
    """How many cases undoing left, and why."""
    counted = Counter(why)
    told = (
        (Undone.WORKED_ON, ngettext_lazy(
            "%(count)s case was kept: somebody has worked on it since.",
            "%(count)s cases were kept: somebody has worked on them since.", "count",
        )),
        (Undone.READ_LATER, ngettext_lazy(
            "%(count)s case was kept: a later import builds on it.",
            "%(count)s cases were kept: a later import builds on them.", "count",
        )),
    )  # fmt: skip
    return [words % {"count": counted[one]} for one, words in told if counted[one]]
