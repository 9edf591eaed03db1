"""When a person is reached best, as hours beside the words in which it was told."""

from importlib import import_module

from django.db import migrations, models

BEFORE: str = import_module("cases.migrations.0028_family_skips").AFTER
AFTER = BEFORE.replace("quiet_until = NULL", "quiet_until = NULL, best_from = NULL, best_until = NULL")


class Migration(migrations.Migration):
    dependencies = [("cases", "0029_no_day_of_leave_twice")]
    operations = [
        migrations.AddField("person", "best_from", models.TimeField(blank=True, null=True, verbose_name="Best from")),
        migrations.AddField("person", "best_until", models.TimeField(blank=True, null=True, verbose_name="Best until")),
        migrations.AddConstraint(
            "person",
            models.CheckConstraint(
                condition=models.Q(("best_from", None), ("best_until", None))
                | models.Q(("best_from__isnull", False), ("best_until__isnull", False)),
                name="person_best_both_or_none",
            ),
        ),
        migrations.AddIndex(
            "person",
            models.Index(
                condition=models.Q(("best_from__isnull", False)),
                fields=["organisation", "id"],
                name="person_best_hours",
            ),
        ),
        migrations.RunSQL(AFTER, BEFORE),
    ]
