"""The page of what the calendar moved looks at nothing else."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0039_contacts_within_walls")]
    operations = [
        migrations.AddIndex(
            "event",
            models.Index(
                fields=["organisation", "-at", "-id"],
                condition=models.Q(("what", "case.placed_anew")),
                name="event_of_moves",
            ),
        )
    ]
