"""A list of the desk is read in its own order: sorted, all open cases of a house were read for the first fifty."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0045_violence_found")]
    operations = [
        migrations.AddIndex("case", models.Index(fields=["organisation", "standing", "-id"], name="case_by_standing")),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["organisation", "stage", "-id"],
                name="case_on_rung",
                condition=~Q(standing="closed") & Q(erased_at=None),
            ),
        ),
        migrations.RemoveIndex("case", "case_by_stage"),
    ]
