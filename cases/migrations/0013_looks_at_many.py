"""An answer of the search box, and the people known already while a call is taken, leave a reading as well."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from accounts.wall_sql import let, me, organisation

READING, WORKER = "cases_reading", "hitokoe_worker"
MINE = f"ARRAY(SELECT a.case_id FROM cases_assignment a WHERE a.worker_id = {me(WORKER)} AND a.ended_at IS NULL)"
ROWS = (
    f"organisation_id = {organisation(WORKER)} AND by_id = {me(WORKER)} AND (case_id IS NULL OR case_id = ANY ({MINE}))"
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_nickname_kana")]
    operations = [
        # Django would drop the key that ties the case within the walls, and make none again.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(f"ALTER TABLE {READING} ALTER case_id DROP NOT NULL", migrations.RunSQL.noop)
            ],
            state_operations=[
                migrations.AlterField(
                    "reading",
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="cases.case",
                    ),
                )
            ],
        ),
        migrations.AddField(
            "reading",
            "shown",
            django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
        ),
        migrations.AddConstraint(
            "reading",
            models.CheckConstraint(
                condition=Q(("case__isnull", False), ("shown__len__gt", 0), _connector="OR"),
                name="reading_of_something",
            ),
        ),
        migrations.RunSQL(
            f"DROP POLICY worker_insert ON {READING}; {let(WORKER, READING, 'INSERT', ROWS)}", migrations.RunSQL.noop
        ),
    ]
