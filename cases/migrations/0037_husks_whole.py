"""Taking a ledger back in sets forgets again what 0036 at first left: when a person is best reached, and was heard last."""

from importlib import import_module

from django.db import migrations

AFTER: str = import_module("cases.migrations.0036_undo_in_sets").AFTER
# Husks made meanwhile. The owner of the tables stands before the walls like everybody and sees no row, so they are let
# down for one statement.
HUSKS = """
ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY;
ALTER TABLE cases_person NO FORCE ROW LEVEL SECURITY;
UPDATE cases_case SET last_sign_at = NULL WHERE erased_at IS NOT NULL AND last_sign_at IS NOT NULL;
UPDATE cases_person SET best_from = NULL, best_until = NULL WHERE erased_at IS NOT NULL AND best_from IS NOT NULL;
ALTER TABLE cases_case FORCE ROW LEVEL SECURITY;
ALTER TABLE cases_person FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0036_undo_in_sets")]
    operations = [
        migrations.RunSQL(AFTER, migrations.RunSQL.noop),
        migrations.RunSQL(HUSKS, migrations.RunSQL.noop),
    ]
