"""A visit may have an hour and a second worker, and nobody is in two places at once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# One rule for both who go: each person is a range of one key, both are a multirange, and two visits ahead that overlap
# in people and in time exclude each other. Ranges of keys spare the extension btree_gist, which not every PostgreSQL
# brings. Checked at the end of each statement, so that one statement may move several visits.
ONE_PLACE = """
CREATE TYPE uuidrange AS RANGE (subtype = uuid);
ALTER TABLE cases_visit ADD CONSTRAINT visit_one_place_at_a_time EXCLUDE USING gist (
  uuidmultirange(
    uuidrange(worker_id, worker_id, '[]'),
    uuidrange(coalesce(second_id, worker_id), coalesce(second_id, worker_id), '[]')
  ) WITH &&,
  tstzrange(starts_at, ends_at) WITH &&
) WHERE (state IN ('planned', 'under_way') AND starts_at IS NOT NULL) DEFERRABLE INITIALLY IMMEDIATE;
"""
ANYWHERE = "ALTER TABLE cases_visit DROP CONSTRAINT visit_one_place_at_a_time; DROP TYPE uuidrange;"
TIE = """
ALTER TABLE cases_visit ADD CONSTRAINT cases_visit_second_id_tied
  FOREIGN KEY (organisation_id, second_id) REFERENCES accounts_user (organisation_id, id) DEFERRABLE INITIALLY DEFERRED;
"""
UNTIE = "ALTER TABLE cases_visit DROP CONSTRAINT cases_visit_second_id_tied;"


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_concern_letters"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.AddField("visit", "starts_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("visit", "ends_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "visit",
            "second",
            models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            "visit",
            models.CheckConstraint(
                condition=models.Q(("ends_at", None), ("starts_at", None))
                | models.Q(("starts_at", models.F("due")), ("starts_at__lt", models.F("ends_at"))),
                name="visit_hour_whole",
            ),
        ),
        migrations.AddConstraint(
            "visit",
            models.CheckConstraint(
                condition=models.Q(
                    ("second", None), models.Q(("second", models.F("worker")), _negated=True), _connector="OR"
                ),
                name="visit_by_two_people",
            ),
        ),
        migrations.AddIndex("visit", models.Index(fields=["organisation", "due"], name="visit_of_week")),
        migrations.RunSQL(TIE, UNTIE),
        migrations.RunSQL(ONE_PLACE, ANYWHERE),
    ]
