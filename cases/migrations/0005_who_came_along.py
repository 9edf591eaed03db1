"""Who else is on a case now: a worker's wall shows only her own assignments, yet two go to a door together."""

from django.db import migrations

WORKER, COORDINATOR, SEARCH = "hitokoe_worker", "hitokoe_coordinator", "hitokoe_search"
ON_CASE = """
-- The people on one case now, for someone who may write about it: its workers, and a coordinator of the house.
CREATE FUNCTION hitokoe_on_case(which uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.worker_id FROM cases_assignment a
  WHERE a.case_id = which AND a.ended_at IS NULL AND a.organisation_id = hitokoe_context('', 1)
    AND (hitokoe_context('hitokoe_coordinator', 1) IS NOT NULL
      OR EXISTS (SELECT FROM cases_assignment own
        WHERE own.case_id = which AND own.ended_at IS NULL AND own.worker_id = hitokoe_context('', 2)))
$$;
"""
DOORS = (
    f"GRANT CREATE ON SCHEMA public TO {SEARCH};",
    ON_CASE,
    f"ALTER FUNCTION hitokoe_on_case(uuid) OWNER TO {SEARCH};",
    f"REVOKE CREATE ON SCHEMA public FROM {SEARCH};",
    "REVOKE ALL ON FUNCTION hitokoe_on_case(uuid) FROM PUBLIC;",
    f"GRANT EXECUTE ON FUNCTION hitokoe_on_case(uuid) TO {WORKER}, {COORDINATOR};",
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_office")]
    operations = [migrations.RunSQL(statement, migrations.RunSQL.noop) for statement in DOORS]
