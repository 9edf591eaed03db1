"""Every word of the house has its words in both languages, one thing and many alike."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cases.management.commands.messages import check

ROOT = Path(__file__).resolve().parents[2]
JAPANESE = ROOT / "locale" / "ja" / "LC_MESSAGES" / "django.po"


def test_nothing_is_left_unsaid():
    call_command("messages", check=True)


@pytest.mark.parametrize(
    "words", ["本日の一覧に%(count)s件あります。アプリを開いてご確認ください。", "台帳の変更をこのケースに反映しました"]
)
def test_a_word_that_is_missing_is_named(tmp_path, words):
    assert words in JAPANESE.read_text()
    lacking = tmp_path / "django.po"
    lacking.write_text(JAPANESE.read_text().replace(words, ""))
    with pytest.raises(CommandError, match="1 messages need words"):
        check("ja", lacking)
