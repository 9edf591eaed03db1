"""When a coordinator is told of what nobody took up, and of silence."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_own_row"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="family_months",
            field=models.PositiveSmallIntegerField(
                db_default=3, default=3, verbose_name="Months with the family alone until the coordinator is told"
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="late_days",
            field=models.PositiveSmallIntegerField(
                db_default=7, default=7, verbose_name="Days overdue until the coordinator is told"
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="silent_days",
            field=models.PositiveSmallIntegerField(
                db_default=60, default=60, verbose_name="Days without a sign until a case is silent"
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("family_months__gte", 1), ("late_days__gte", 1), ("silent_days__gte", 1)),
                name="organisation_reminds_after_a_while",
            ),
        ),
    ]
