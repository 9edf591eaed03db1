"""When somebody is away: the office keeps it for everybody, a worker for herself."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.keys
from accounts.wall_sql import let, me, organisation, raise_wall

TABLE = "cases_leave"
OFFICE = ("hitokoe_coordinator", "hitokoe_administrator", "hitokoe_job")
WORKER, MANAGER = "hitokoe_worker", "hitokoe_manager"
KINDS = ["holiday", "sick", "training", "other"]
TIES = "".join(
    f"ALTER TABLE {TABLE} ADD CONSTRAINT {TABLE}_{column}_tied FOREIGN KEY (organisation_id, {column})"
    f" REFERENCES {target} (organisation_id, id) DEFERRABLE INITIALLY DEFERRED;"
    for column, target in (("user_id", "accounts_user"),)
)


def doors() -> list[str]:
    made = [let(role, TABLE, "ALL", f"organisation_id = {organisation(role)}") for role in OFFICE]
    for role in (WORKER, MANAGER):
        own = f"organisation_id = {organisation(role)} AND user_id = {me(role)}"
        made.append(let(role, TABLE, "ALL", own))
    made.append(let(MANAGER, TABLE, "SELECT", f"organisation_id = {organisation(MANAGER)}"))
    return made


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_hour_of_a_visit"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel(
            name="Leave",
            fields=[
                (
                    "id",
                    models.UUIDField(default=accounts.keys.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("starts_on", models.DateField(verbose_name="From")),
                ("ends_on", models.DateField(verbose_name="Until")),
                ("kind", models.CharField(default="holiday", max_length=8, verbose_name="Kind")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="Note")),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leaves",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organisation", "user", "ends_on"], name="leave_of_user")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("kind__in", KINDS)), name="leave_kind_known"),
                    models.CheckConstraint(
                        condition=models.Q(("starts_on__lte", models.F("ends_on"))), name="leave_in_order"
                    ),
                ],
            },
        ),
        *(migrations.RunSQL(statement, migrations.RunSQL.noop) for statement in (TIES, raise_wall(TABLE), *doors())),
    ]
