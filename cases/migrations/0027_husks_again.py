"""Taking a ledger back empties what a person and a case may hold since: who should come, quiet hours, what was skipped."""

from importlib import import_module

from django.db import migrations

BEFORE: str = import_module("cases.migrations.0012_nickname_kana").anew("nickname = '', nickname_kana = '',")
AFTER = BEFORE.replace(
    "best_hours = '', clinic = ''",
    "best_hours = '', clinic = '', wished = 'unknown', quiet_from = NULL, quiet_until = NULL",
).replace(
    "    recent = '{}' WHERE",
    "    recent = '{}', skipped_at = NULL, skipped_due = NULL, skipped_method = '' WHERE",
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0026_days_away")]
    operations = [migrations.RunSQL(AFTER, BEFORE)]
