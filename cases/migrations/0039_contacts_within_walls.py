"""The timeline's index begins with the organisation, as every question behind the walls does: without it PostgreSQL looked
up all contacts of the house beside those of the case, 18 ms in a house of 29,000 cases."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0038_long_filters")]
    operations = [
        migrations.AddIndex(
            "contact", models.Index(fields=["organisation", "case", "-started_at", "-id"], name="contact_line")
        ),
        migrations.RemoveIndex("contact", "contact_timeline"),
    ]
