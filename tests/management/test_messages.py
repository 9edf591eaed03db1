"""Every word of the house has its words in both languages, one thing and many alike."""

import re
from pathlib import Path

import pytest
from babel.messages import pofile
from django.core.management import CommandError, call_command

from cases.management.commands.messages import check, gather, read

ROOT = Path(__file__).resolve().parents[2]
JAPANESE = ROOT / "locale" / "ja" / "LC_MESSAGES" / "django.po"


def test_nothing_is_left_unsaid():
    call_command("messages", check=True)


@pytest.mark.parametrize("is_of_many", [True, False])
def test_a_word_that_is_missing_is_named(tmp_path, is_of_many):
    lacking = read("ja", JAPANESE)
    one = next(one for one in lacking if one.id and isinstance(one.id, tuple) == is_of_many)
    one.string = ("",) if is_of_many else ""
    with (tmp_path / "django.po").open("wb") as out:
        pofile.write_po(out, lacking, omit_header=True)
    with pytest.raises(CommandError, match="1 messages need words"):
        check("ja", tmp_path / "django.po")


def test_the_words_of_every_template_are_gathered_in_whichever_language_it_is_written():
    ids = {one for message in gather() for one in ([message.id] if isinstance(message.id, str) else message.id)}
    code = "".join(path.read_text() for path in (ROOT / "templates" / "quick").glob("*.html"))
    said = set(re.findall(r'\b_\("([^"]+)"\)', code))
    assert len(said) > 20
    assert said - ids == set()


def test_a_letter_is_what_is_written_to_the_person_and_nothing_else():
    """What the house itself sends are notices and mails; a reader must never take one for a letter at the door."""
    letters = re.compile(r"(?<!%\()\bletters?\b(?!\))", re.IGNORECASE)
    told = [
        (str(message.id), str(message.string)) for message in read("ja", JAPANESE) if letters.search(str(message.id))
    ]
    assert len(told) > 20
    assert [english for english, japanese in told if not re.search("手紙|返信", japanese)] == []
