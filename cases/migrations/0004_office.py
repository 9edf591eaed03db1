"""What the office may do about stuck letters, and the load of all colleagues in one question."""

from django.db import migrations, models

from accounts.wall_sql import let, me, organisation

NOTICE, ADMIN, MANAGER, SEARCH = "cases_notice", "hitokoe_administrator", "hitokoe_manager", "hitokoe_search"
SEEN = "id, organisation_id, to_id, key, template, state, due_at, claimed_at, sent_at, tries, failure"
LIVING = """
-- What an administrator may know of the work: how many living cases hang on each colleague.
CREATE FUNCTION hitokoe_living_cases() RETURNS TABLE (who uuid, cases bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH living AS (SELECT id, coordinator_id, lead_id FROM cases_case
    WHERE organisation_id = hitokoe_context('', 1) AND standing <> 'closed')
  SELECT hand.who, count(*) FROM (
    SELECT id, coordinator_id AS who FROM living
    UNION SELECT id, lead_id FROM living WHERE lead_id IS NOT NULL
    UNION SELECT a.case_id, a.worker_id FROM cases_assignment a JOIN living ON living.id = a.case_id
      WHERE a.ended_at IS NULL) hand
  GROUP BY hand.who
$$;
"""


def doors() -> list[str]:
    made = []
    for role in (ADMIN, MANAGER):
        here = f"organisation_id = {organisation(role)}"
        made.append(let(role, NOTICE, "SELECT", here))
        made.append(let(role, NOTICE, "UPDATE", here))
        # What a letter is about may touch a case, so its facts stay out of the office's sight.
        made.append(f"REVOKE SELECT, UPDATE ON {NOTICE} FROM {role};")
        made.append(f"GRANT SELECT ({SEEN}) ON {NOTICE} TO {role};")
        made.append(f"GRANT UPDATE (state, due_at, tries, failure) ON {NOTICE} TO {role};")
    mine = f"organisation_id = {organisation(MANAGER)} AND case_id IS NULL AND by_id = {me(MANAGER)}"
    made.append(let(MANAGER, "cases_event", "INSERT", mine))
    return [
        *made,
        f"GRANT CREATE ON SCHEMA public TO {SEARCH};",
        LIVING,
        f"ALTER FUNCTION hitokoe_living_cases() OWNER TO {SEARCH};",
        f"REVOKE CREATE ON SCHEMA public FROM {SEARCH};",
        "REVOKE ALL ON FUNCTION hitokoe_living_cases() FROM PUBLIC;",
        f"GRANT EXECUTE ON FUNCTION hitokoe_living_cases() TO {ADMIN};",
    ]


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_what_the_person_said"), ("accounts", "0003_office")]
    operations = [
        migrations.RemoveConstraint(model_name="notice", name="notice_state_known"),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["owed", "sending", "sent", "given_up", "left"])),
                name="notice_state_known",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("state__in", ["sending", "given_up"])),
                fields=["organisation", "claimed_at"],
                name="notice_stuck",
            ),
        ),
        *(migrations.RunSQL(statement, migrations.RunSQL.noop) for statement in doors()),
    ]
