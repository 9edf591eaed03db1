"""No day is a leave of one colleague twice, whoever enters it at the same moment."""

from django.db import migrations

# Ranges of one key, as for visits (0015), so that no extension is needed.
ONCE = """
ALTER TABLE cases_leave ADD CONSTRAINT leave_no_day_twice EXCLUDE USING gist (
  uuidrange(user_id, user_id, '[]') WITH &&, daterange(starts_on, ends_on, '[]') WITH &&);
"""
AGAIN = "ALTER TABLE cases_leave DROP CONSTRAINT leave_no_day_twice;"


class Migration(migrations.Migration):
    dependencies = [("cases", "0028_family_skips")]
    operations = [migrations.RunSQL(ONCE, AGAIN)]
