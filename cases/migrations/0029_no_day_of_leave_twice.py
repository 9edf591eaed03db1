"""No day is a leave of one colleague twice, whoever enters it at the same moment."""

from django.db import migrations

# Days entered twice before: of two leaves the one that began first, or that is longer, keeps what both say; the other
# begins after it, or goes where nothing of it is left. Who was away on which days stays as it was. The owner of the
# tables stands before the walls like everybody and sees no row, so they are let down for one statement.
APART = """
ALTER TABLE cases_leave NO FORCE ROW LEVEL SECURITY;
WITH told AS (
    SELECT id, ends_on, greatest(starts_on, 1 + max(ends_on) OVER (
        PARTITION BY user_id ORDER BY starts_on, ends_on DESC, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )) AS free FROM cases_leave
), gone AS (
    DELETE FROM cases_leave l USING told WHERE l.id = told.id AND told.free > told.ends_on
)
UPDATE cases_leave l SET starts_on = told.free FROM told
WHERE l.id = told.id AND told.free > l.starts_on AND told.free <= told.ends_on;
ALTER TABLE cases_leave FORCE ROW LEVEL SECURITY;
"""
# Ranges of one key, as for visits (0015), so that no extension is needed.
ONCE = """
ALTER TABLE cases_leave ADD CONSTRAINT leave_no_day_twice EXCLUDE USING gist (
  uuidrange(user_id, user_id, '[]') WITH &&, daterange(starts_on, ends_on, '[]') WITH &&);
"""
AGAIN = "ALTER TABLE cases_leave DROP CONSTRAINT leave_no_day_twice;"


class Migration(migrations.Migration):
    dependencies = [("cases", "0028_family_skips")]
    operations = [migrations.RunSQL(APART, migrations.RunSQL.noop), migrations.RunSQL(ONCE, AGAIN)]
