"""What intake and the desk keep: own phones, versions, past relatives, saved filters behind their owner's wall."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.keys
from accounts.wall_sql import READERS, let, me, organisation, raise_wall

TABLE = "cases_savedfilter"


def walls() -> list[str]:
    tie = (
        f"ALTER TABLE {TABLE} ADD CONSTRAINT {TABLE}_owner_id_tied FOREIGN KEY (organisation_id, owner_id)"
        " REFERENCES accounts_user (organisation_id, id) DEFERRABLE INITIALLY DEFERRED"
    )
    doors = [
        let(role, TABLE, "ALL", f"organisation_id = {organisation(role)} AND owner_id = {me(role)}") for role in READERS
    ]
    return [tie, raise_wall(TABLE), *doors]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_office"),
        ("cases", "0006_lean_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                (
                    "id",
                    models.UUIDField(default=accounts.keys.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=40, verbose_name="Name")),
                ("query", models.CharField(max_length=400)),
            ],
        ),
        migrations.AddField(
            model_name="family",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="person",
            name="phone",
            field=models.CharField(blank=True, max_length=20, verbose_name="Phone"),
        ),
        migrations.AddField(
            model_name="person",
            name="phone_told",
            field=models.CharField(blank=True, max_length=60, verbose_name="The person's own phone"),
        ),
        migrations.AddField(
            model_name="relative",
            name="is_past",
            field=models.BooleanField(default=False, verbose_name="No longer part of this family"),
        ),
        migrations.AlterField(
            model_name="family",
            name="phone_told",
            field=models.CharField(blank=True, max_length=60, verbose_name="Phone, as people write it"),
        ),
        migrations.AlterField(
            model_name="person",
            name="sort_key",
            field=models.CharField(blank=True, db_collation="C", max_length=120),
        ),
        migrations.AlterField(
            model_name="relative",
            name="phone_told",
            field=models.CharField(blank=True, max_length=60, verbose_name="Phone, as people write it"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["organisation", "sort_key", "id"], name="person_in_order"),
        ),
        migrations.AddField(
            model_name="savedfilter",
            name="organisation",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
            ),
        ),
        migrations.AddField(
            model_name="savedfilter",
            name="owner",
            field=models.ForeignKey(
                db_index=False,
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="saved_filters",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="savedfilter",
            constraint=models.UniqueConstraint(fields=("owner", "name"), name="saved_filter_name_once"),
        ),
        *(migrations.RunSQL(statement, migrations.RunSQL.noop) for statement in walls()),
    ]
