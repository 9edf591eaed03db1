"""Who came and who heard may be nobody here: an old ledger names people who have left."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def anybody(model: str, field: str, related_name: str) -> migrations.SeparateDatabaseAndState:
    """Only the NOT NULL goes; the tie to colleagues within the walls stays as it is."""
    return migrations.SeparateDatabaseAndState(
        database_operations=[
            migrations.RunSQL(
                f"ALTER TABLE cases_{model} ALTER COLUMN {field}_id DROP NOT NULL", migrations.RunSQL.noop
            )
        ],
        state_operations=[
            migrations.AlterField(
                model_name=model,
                name=field,
                field=models.ForeignKey(
                    blank=True,
                    db_constraint=False,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name=related_name,
                    to=settings.AUTH_USER_MODEL,
                ),
            )
        ],
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_turns")]
    operations = [
        anybody("contact", "worker", "contacts"),
        anybody("consent", "heard_by", "+"),
        migrations.AddField(
            model_name="contact",
            name="recorder_told",
            field=models.CharField(blank=True, db_default="", default="", max_length=80),
        ),
    ]
