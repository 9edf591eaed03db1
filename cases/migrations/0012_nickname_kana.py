"""How a chosen nickname is read, so that the search box finds it in kana and romaji."""

from importlib import import_module

from django.db import migrations, models

MADE: str = import_module("cases.migrations.0009_ledger_walls").FUNCTION


def anew(emptied: str) -> str:
    """The function that takes a ledger back, emptying these columns of a family; it keeps its owner and its grants."""
    return MADE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION").replace("nickname = '',", emptied)


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_letters_of_the_clock")]
    operations = [
        migrations.AddField(
            model_name="family",
            name="nickname_kana",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=60, verbose_name="Nickname, reading"
            ),
        ),
        migrations.RunSQL(anew("nickname = '', nickname_kana = '',"), anew("nickname = '',")),
    ]
