"""The walls around the work: who may see and write which rows, decided by the database."""

from typing import Any

from django.db import migrations, models

from accounts.wall_sql import READERS, let, me, organisation, raise_wall

T = "cases_"
WALLED = [
    "family",
    "relative",
    "person",
    "case",
    "assignment",
    "contact",
    "event",
    "reading",
    "consent",
    "pause",
    "notice",
    "draft",
    "recess",
    "visit",
    "finding",
]
WRITTEN_ONCE = ("contact", "event", "reading", "consent")
WORKER, COORDINATOR, MANAGER, ADMIN, JOB, SEARCH = (
    "hitokoe_worker",
    "hitokoe_coordinator",
    "hitokoe_manager",
    "hitokoe_administrator",
    "hitokoe_job",
    "hitokoe_search",
)
FIND = """
-- Looks for grams beyond the wall (containment is not leakproof, so its index would go unused behind it) but only in the
-- reader's own organisation, and returns ids only; the query around it sees each row through the wall again.
CREATE FUNCTION hitokoe_find(want text[], most int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp ROWS 50 AS $$
DECLARE here uuid := hitokoe_context('', 1);
BEGIN
  IF here IS NULL THEN RETURN; END IF;
  RETURN QUERY EXECUTE
    'SELECT case_id FROM cases_finding WHERE grams @> $1 AND organisation_id = $2 ORDER BY case_id DESC LIMIT $3'
    USING want, here, most;
END $$;
-- What an administrator may know of the work: how many living cases hang on a colleague.
CREATE FUNCTION hitokoe_living_cases_of(who uuid) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*) FROM cases_case c WHERE c.organisation_id = hitokoe_context('', 1) AND c.standing <> 'closed'
    AND (c.coordinator_id = who OR c.lead_id = who OR EXISTS (SELECT FROM cases_assignment a
      WHERE a.case_id = c.id AND a.worker_id = who AND a.ended_at IS NULL))
$$;
"""
MINE = f"ARRAY(SELECT a.case_id FROM cases_assignment a WHERE a.worker_id = {me(WORKER)} AND a.ended_at IS NULL)"


def doors_of_office() -> list[str]:
    made = []
    for name in WALLED:
        table = T + name
        if name == "draft":
            continue
        for role in (COORDINATOR, JOB):
            here = f"organisation_id = {organisation(role)}"
            deeds = ("SELECT", "INSERT") if name in WRITTEN_ONCE else ("ALL",)
            made += [let(role, table, deed, here) for deed in deeds]
        if name not in ("finding", "notice"):
            made.append(let(MANAGER, table, "SELECT", f"organisation_id = {organisation(MANAGER)}"))
    made.append(
        let(MANAGER, T + "reading", "INSERT", f"organisation_id = {organisation(MANAGER)} AND by_id = {me(MANAGER)}")
    )
    admin = f"organisation_id = {organisation(ADMIN)}"
    made.append(let(ADMIN, T + "recess", "ALL", admin))
    made.append(let(ADMIN, T + "notice", "INSERT", admin))
    made.append(let(ADMIN, T + "event", "INSERT", f"{admin} AND case_id IS NULL"))
    made.append(let(ADMIN, T + "event", "SELECT", f"{admin} AND case_id IS NULL"))
    return made


def doors_of_worker() -> list[str]:
    here = f"organisation_id = {organisation(WORKER)}"
    mine = f"{here} AND case_id = ANY ({MINE})"
    person = f"{here} AND person_id = ANY (ARRAY(SELECT c.person_id FROM cases_case c))"
    return [
        let(WORKER, "cases_assignment", "SELECT", f"{here} AND worker_id = {me(WORKER)}"),
        let(WORKER, "cases_case", "SELECT", f"{here} AND id = ANY ({MINE})"),
        let(WORKER, "cases_case", "UPDATE", f"{here} AND id = ANY ({MINE})"),
        let(WORKER, "cases_person", "SELECT", f"{here} AND id = ANY (ARRAY(SELECT c.person_id FROM cases_case c))"),
        let(WORKER, "cases_family", "SELECT", f"{here} AND id = ANY (ARRAY(SELECT p.family_id FROM cases_person p))"),
        let(
            WORKER,
            "cases_relative",
            "SELECT",
            f"{here} AND family_id = ANY (ARRAY(SELECT p.family_id FROM cases_person p))",
        ),
        let(WORKER, "cases_consent", "SELECT", person),
        let(WORKER, "cases_consent", "INSERT", f"{person} AND heard_by_id = {me(WORKER)}"),
        let(WORKER, "cases_contact", "SELECT", mine),
        let(WORKER, "cases_contact", "INSERT", f"{mine} AND author_id = {me(WORKER)}"),
        let(WORKER, "cases_event", "SELECT", mine),
        let(WORKER, "cases_event", "INSERT", f"{mine} AND by_id = {me(WORKER)}"),
        let(WORKER, "cases_reading", "INSERT", f"{mine} AND by_id = {me(WORKER)}"),
        let(WORKER, "cases_visit", "ALL", mine),
        let(WORKER, "cases_pause", "SELECT", mine),
        let(WORKER, "cases_notice", "INSERT", here),
        let(WORKER, "cases_recess", "SELECT", here),
    ]


def doors_of_everyone() -> list[str]:
    made = [f"GRANT SELECT ON cases_sweep TO {role};" for role in (*READERS, "hitokoe_signin")]
    made.append(f"GRANT SELECT, INSERT, UPDATE ON cases_sweep TO {JOB};")
    for role in READERS:
        made.append(
            let(role, "cases_draft", "ALL", f"organisation_id = {organisation(role)} AND author_id = {me(role)}")
        )
    made += [
        f"GRANT CREATE ON SCHEMA public TO {SEARCH};",
        FIND,
        let(SEARCH, "cases_finding", "SELECT", "true"),
        let(SEARCH, "cases_case", "SELECT", "true"),
        let(SEARCH, "cases_assignment", "SELECT", "true"),
        f"GRANT EXECUTE ON FUNCTION hitokoe_context(text, int) TO {SEARCH};",
        f"ALTER FUNCTION hitokoe_find(text[], int) OWNER TO {SEARCH};",
        f"ALTER FUNCTION hitokoe_living_cases_of(uuid) OWNER TO {SEARCH};",
        f"REVOKE CREATE ON SCHEMA public FROM {SEARCH};",
        "REVOKE ALL ON FUNCTION hitokoe_find(text[], int) FROM PUBLIC;",
        "REVOKE ALL ON FUNCTION hitokoe_living_cases_of(uuid) FROM PUBLIC;",
        f"GRANT EXECUTE ON FUNCTION hitokoe_living_cases_of(uuid) TO {ADMIN}, {COORDINATOR}, {JOB};",
        *(f"GRANT EXECUTE ON FUNCTION hitokoe_find(text[], int) TO {role};" for role in (WORKER, COORDINATOR, MANAGER)),
    ]
    return made


def tie_within_walls(apps: Any, schema_editor: Any) -> None:
    """Foreign keys by (organisation, id): checks of plain ones see through the walls, so a row could point next door."""
    targets = {"accounts_user"} | {T + name for name in WALLED}
    for model in apps.get_app_config("cases").get_models():
        table = model._meta.db_table
        for field in model._meta.local_fields:
            if not isinstance(field, models.ForeignKey) or field.remote_field.model._meta.db_table not in targets:
                continue
            target = field.remote_field.model._meta.db_table
            schema_editor.execute(
                f"ALTER TABLE {table} ADD CONSTRAINT {table}_{field.column}_tied"
                f" FOREIGN KEY (organisation_id, {field.column}) REFERENCES {target} (organisation_id, id)"
                " DEFERRABLE INITIALLY DEFERRED"
            )


def raise_walls() -> list[str]:
    return [raise_wall(T + name) for name in WALLED]


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("accounts", "0002_walls")]
    operations = [
        migrations.RunPython(tie_within_walls, migrations.RunPython.noop),
        *(
            migrations.RunSQL(statement, migrations.RunSQL.noop)
            for statement in (*raise_walls(), *doors_of_office(), *doors_of_worker(), *doors_of_everyone())
        ),
    ]
