"""A talk with the family left out is kept apart from what was left out with the person, and keeps its own day."""

from importlib import import_module

from django.db import migrations, models

BEFORE: str = import_module("cases.migrations.0027_husks_again").AFTER
AFTER = BEFORE.replace(
    "skipped_method = '' WHERE", "skipped_method = '', family_skipped_at = NULL, family_skipped_due = NULL WHERE"
)
HERS = "UPDATE (family_skipped_at, family_skipped_due) ON cases_case"


class Migration(migrations.Migration):
    dependencies = [("cases", "0027_husks_again")]
    operations = [
        migrations.AddField("case", "family_skipped_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("case", "family_skipped_due", models.DateTimeField(blank=True, null=True)),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(
                condition=models.Q(("family_skipped_at", None), ("family_skipped_due", None))
                | models.Q(("family_skipped_at__isnull", False), ("family_skipped_due__isnull", False)),
                name="case_family_skip_whole",
            ),
        ),
        migrations.RunSQL(f"GRANT {HERS} TO hitokoe_worker;", f"REVOKE {HERS} FROM hitokoe_worker;"),
        migrations.RunSQL(AFTER, BEFORE),
    ]
