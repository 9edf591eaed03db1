"""The board counts from an index alone: in a house of 29,000 cases it read 6,800 rows, 10 ms; now 2."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0040_moves_found")]
    operations = [
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["organisation", "lead"],
                name="case_of_lead",
                condition=~Q(standing="closed") & Q(erased_at=None),
                include=(
                    "standing",
                    "stage",
                    "next_earliest",
                    "next_ends",
                    "opened_at",
                    "last_at",
                    "last_sign_at",
                    "family_last_at",
                    "concern",
                ),
            ),
        ),
    ]
