"""Whom the person would rather see."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0021_quiet_hours_and_relays")]
    operations = [
        migrations.AddField(
            "person",
            "wished",
            models.CharField(db_default="unknown", default="unknown", max_length=8, verbose_name="Who should come"),
        ),
        migrations.AddConstraint(
            "person",
            models.CheckConstraint(
                condition=models.Q(("wished__in", ["unknown", "anybody", "female", "male"])), name="person_wished_known"
            ),
        ),
    ]
