"""The planned contact somebody left out last: the rhythm counts on from its day."""

from django.db import migrations, models

METHODS = [
    "letter", "phone", "message", "email", "visit", "online", "office", "accompaniment", "group", "family_meeting",
    "agency_meeting",
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("cases", "0022_who_should_come")]
    operations = [
        migrations.AddField("case", "skipped_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("case", "skipped_due", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "case", "skipped_method", models.CharField(blank=True, db_default="", default="", max_length=16)
        ),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(
                condition=models.Q(("skipped_at", None), ("skipped_due", None), ("skipped_method", ""))
                | models.Q(("skipped_at__lte", models.F("skipped_due")), ("skipped_method__in", METHODS)),
                name="case_skip_whole",
            ),
        ),
    ]
