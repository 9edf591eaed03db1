"""A worker who records a concern owes its case's coordinator one letter; any other letter is still the clock's."""

from django.db import migrations

from accounts.wall_sql import let, organisation

WORKER = "hitokoe_worker"
MINE = "ARRAY(SELECT c.coordinator_id FROM cases_case c)"  # seen through the worker's own wall
ROWS = f"organisation_id = {organisation(WORKER)} AND template = 'concern' AND facts = '{{}}' AND to_id = ANY ({MINE})"
SHUT = f"DROP POLICY worker_insert ON cases_notice; REVOKE INSERT ON cases_notice FROM {WORKER};"


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_looks_at_many")]
    operations = [migrations.RunSQL(let(WORKER, "cases_notice", "INSERT", ROWS), SHUT)]
