"""The first-run code, and how colleagues' names are read."""

import django.db.models.functions.text
from django.db import migrations, models

from accounts.wall_sql import let, raise_wall

CODE = "accounts_setupcode"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="SetupCode",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("tried_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="user",
            name="kana",
            field=models.CharField(blank=True, max_length=80, verbose_name="Reading"),
        ),
        migrations.AddField(
            model_name="user",
            name="sort_key",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("email", django.db.models.functions.text.Lower(models.F("email")))),
                name="user_email_in_small_letters",
            ),
        ),
        migrations.AddConstraint(
            model_name="setupcode",
            constraint=models.CheckConstraint(condition=models.Q(("id", 1)), name="setup_code_only_one"),
        ),
        # Only the job reads it: a forgotten filter in a page of sign-in shows nobody the digest.
        migrations.RunSQL(raise_wall(CODE), migrations.RunSQL.noop),
        migrations.RunSQL(let("hitokoe_job", CODE, "ALL", "true"), migrations.RunSQL.noop),
    ]
