"""On which days a colleague is away, for whoever plans with them: the days and nothing else."""

from django.db import migrations

from accounts.wall_sql import READERS, let

SEARCH, JOB = "hitokoe_search", "hitokoe_job"
AWAY = """
-- Two go to one door, and a worker's wall shows only her own leave: who is away from `first` to `last`, never why.
CREATE FUNCTION hitokoe_away(house uuid, first date, last date, people uuid[])
RETURNS TABLE (who uuid, begins date, ends date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT l.user_id, greatest(l.starts_on, first), least(l.ends_on, last) FROM cases_leave l
  WHERE l.organisation_id = house AND house = hitokoe_context('', 1)
    AND l.ends_on >= first AND l.starts_on <= last AND (people IS NULL OR l.user_id = ANY(people))
$$;
"""
DOORS = (
    f"GRANT CREATE ON SCHEMA public TO {SEARCH};",
    AWAY,
    let(SEARCH, "cases_leave", "SELECT", "true"),
    f"ALTER FUNCTION hitokoe_away(uuid, date, date, uuid[]) OWNER TO {SEARCH};",
    f"REVOKE CREATE ON SCHEMA public FROM {SEARCH};",
    "REVOKE ALL ON FUNCTION hitokoe_away(uuid, date, date, uuid[]) FROM PUBLIC;",
    f"GRANT EXECUTE ON FUNCTION hitokoe_away(uuid, date, date, uuid[]) TO {', '.join((*READERS, JOB))};",
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0025_workers_skips")]
    operations = [migrations.RunSQL(statement, migrations.RunSQL.noop) for statement in DOORS]
