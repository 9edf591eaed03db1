"""When the person last let us notice anything, kept with the case: silence is counted from it."""

from importlib import import_module

from django.db import migrations, models

BEFORE: str = import_module("cases.migrations.0030_best_hours").AFTER
AFTER = BEFORE.replace("last_response = '',", "last_response = '', last_sign_at = NULL,")
HERS = "UPDATE (last_sign_at) ON cases_case"
# The owner of the tables stands before the walls like everybody and sees no row, so they are let down for one statement.
TOLD = """
ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY;
ALTER TABLE cases_contact NO FORCE ROW LEVEL SECURITY;
UPDATE cases_case SET last_sign_at = heard.at FROM (
    SELECT case_id, max(started_at) AS at FROM cases_contact told
    WHERE method NOT IN ('family_meeting', 'agency_meeting')
        AND response NOT IN ('no_sign', 'not_home', 'family_only', 'cancelled', 'not_told')
        AND NOT EXISTS (SELECT FROM cases_contact later WHERE later.corrects_id = told.id)
    GROUP BY case_id
) heard WHERE heard.case_id = cases_case.id;
ALTER TABLE cases_case FORCE ROW LEVEL SECURITY;
ALTER TABLE cases_contact FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0031_skips_apart")]
    operations = [
        migrations.AddField("case", "last_sign_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunSQL(f"GRANT {HERS} TO hitokoe_worker;", f"REVOKE {HERS} FROM hitokoe_worker;"),
        migrations.RunSQL(AFTER, BEFORE),
        migrations.RunSQL(TOLD, migrations.RunSQL.noop),
    ]
