"""Whether something warns of violence is asked for each card of the week's lane."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0044_case_of_lead")]
    operations = [
        migrations.AddIndex(
            "contact",
            models.Index(
                fields=["organisation", "case", "-started_at"],
                condition=models.Q(("concern", "violence")),
                name="contact_violent",
            ),
        )
    ]
