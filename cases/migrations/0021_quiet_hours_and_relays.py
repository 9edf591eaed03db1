"""Quiet hours of a person, and words the family was asked to pass on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_own_row"),
        ("cases", "0020_reminder_walls"),
    ]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="relayed",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="The family was asked to pass a word on"
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="quiet_from",
            field=models.TimeField(blank=True, null=True, verbose_name="Quiet from"),
        ),
        migrations.AddField(
            model_name="person",
            name="quiet_until",
            field=models.TimeField(blank=True, null=True, verbose_name="Quiet until"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("quiet_from__isnull", False)),
                fields=["organisation", "id"],
                name="person_own_quiet",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("quiet_from", None), ("quiet_until", None)),
                    models.Q(("quiet_from__isnull", False), ("quiet_until__isnull", False)),
                    _connector="OR",
                ),
                name="person_quiet_both_or_none",
            ),
        ),
    ]
