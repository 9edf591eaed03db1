"""Whose public holidays a house keeps, and the hours in which somebody works."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_who_fits")]
    operations = [
        migrations.AddField(
            "organisation",
            "holidays_of",
            models.CharField(blank=True, db_default="JP", default="JP", max_length=2, verbose_name="Public holidays"),
        ),
        migrations.AddField("user", "works_from", models.TimeField(blank=True, null=True, verbose_name="Works from")),
        migrations.AddField("user", "works_until", models.TimeField(blank=True, null=True, verbose_name="Works until")),
        migrations.AddConstraint(
            "user",
            models.CheckConstraint(
                condition=models.Q(("works_from", None), ("works_until", None))
                | models.Q(("works_from__lt", models.F("works_until"))),
                name="user_hours_in_order",
            ),
        ),
    ]
