"""Talks with a family left out before 0028 go to their own columns, so that they put off no contact with the person."""

from django.db import migrations

# The owner of the tables stands before the walls like everybody and sees no row, so they are let down for one statement.
APART = """
ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY;
UPDATE cases_case SET family_skipped_at = skipped_at, family_skipped_due = skipped_due,
    skipped_at = NULL, skipped_due = NULL, skipped_method = ''
WHERE skipped_method IN ('family_meeting', 'agency_meeting');
ALTER TABLE cases_case FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0030_best_hours")]
    operations = [migrations.RunSQL(APART, migrations.RunSQL.noop)]
