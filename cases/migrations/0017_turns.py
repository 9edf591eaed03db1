"""How the clock's work went in each organisation apart; each sees its own."""

import django.db.models.deletion
from django.db import migrations, models

import accounts.keys
from accounts.wall_sql import let, organisation, raise_wall

TURN = "cases_turn"
SEE = ("hitokoe_coordinator", "hitokoe_manager", "hitokoe_administrator")


def walls() -> list[str]:
    job = "hitokoe_job"
    return [
        raise_wall(TURN),
        *(let(role, TURN, "SELECT", f"organisation_id = {organisation(role)}") for role in (*SEE, job)),
        *(let(job, TURN, deed, f"organisation_id = {organisation(job)}") for deed in ("INSERT", "UPDATE")),
    ]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_own_row"), ("cases", "0016_leave")]
    operations = [
        migrations.AddField("sweep", "broken", models.PositiveIntegerField(default=0)),
        migrations.CreateModel(
            name="Turn",
            fields=[
                (
                    "id",
                    models.UUIDField(default=accounts.keys.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=40)),
                ("ran_at", models.DateTimeField(null=True)),
                ("did", models.PositiveIntegerField(default=0)),
                ("failed_at", models.DateTimeField(null=True)),
                ("failure", models.CharField(blank=True, max_length=80)),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("organisation", "name"), name="turn_one_of_a_sweep")]
            },
        ),
        *(migrations.RunSQL(statement, migrations.RunSQL.noop) for statement in walls()),
    ]
