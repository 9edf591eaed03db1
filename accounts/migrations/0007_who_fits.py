"""What a hand-over may weigh of a colleague."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_reminders")]
    operations = [
        migrations.AddField(
            "user", "sex", models.CharField(db_default="unknown", default="unknown", max_length=8, verbose_name="Sex")
        ),
        migrations.AddField(
            "user",
            "interests",
            models.CharField(blank=True, db_default="", default="", max_length=200, verbose_name="Interests"),
        ),
        migrations.AddConstraint(
            "user",
            models.CheckConstraint(
                condition=models.Q(("sex__in", ["male", "female", "other", "unknown"])), name="user_sex_known"
            ),
        ),
    ]
