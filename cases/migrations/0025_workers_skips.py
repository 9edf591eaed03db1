"""Leaving out a planned contact is a worker's deed as well."""

from django.db import migrations

HERS = "UPDATE (skipped_at, skipped_due, skipped_method) ON cases_case"


class Migration(migrations.Migration):
    dependencies = [("cases", "0024_workers_deeds")]
    operations = [migrations.RunSQL(f"GRANT {HERS} TO hitokoe_worker;", f"REVOKE {HERS} FROM hitokoe_worker;")]
