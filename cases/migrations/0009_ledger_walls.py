"""Walls around the ledgers, a wall in front of what was emptied, and the one function that takes a batch back."""

from typing import Any

from django.db import migrations

from accounts.wall_sql import READERS, let, organisation, raise_wall

COORDINATOR, JOB, SEARCH, UNDO = "hitokoe_coordinator", "hitokoe_job", "hitokoe_search", "hitokoe_undo"
WALLED = ("cases_ledgerbatch", "cases_ledgerfile", "cases_ledgerrow")
EMPTIED = ("cases_family", "cases_person", "cases_case")
TAKEN_AWAY = (
    "cases_ledgerrow",
    "cases_contact",
    "cases_consent",
    "cases_visit",
    "cases_assignment",
    "cases_relative",
    "cases_finding",
)
LOOKED_AT = ("cases_ledgerbatch", "cases_event", "cases_pause")
HERE = "organisation_id = (SELECT hitokoe_context('', 1))"
TIES = (
    ("cases_consent", "contact_id", "cases_contact"),
    ("cases_ledgerbatch", "by_id", "accounts_user"),
    ("cases_ledgerbatch", "undone_by_id", "accounts_user"),
    ("cases_ledgerfile", "batch_id", "cases_ledgerbatch"),
    ("cases_ledgerrow", "batch_id", "cases_ledgerbatch"),
    ("cases_ledgerrow", "case_id", "cases_case"),
    ("cases_ledgerrow", "contact_id", "cases_contact"),
)
FUNCTION = """
-- Takes back what one undone batch of the reader's own organisation brought: contacts and consents are written once, so
-- nobody else may. A case that it brought is emptied and stays as a husk for the events and readings that point to it.
-- What somebody has worked on since, or a later reading stands on, is left alone. Says of each case what became of it.
CREATE FUNCTION hitokoe_undo_ledger(told uuid) RETURNS TABLE (found uuid, became text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  here uuid := hitokoe_context('', 1);
  began timestamptz;
  touched uuid[]; brought uuid[]; worked uuid[]; later uuid[]; gone uuid[]; tries uuid[]; people uuid[]; homes uuid[];
BEGIN
  SELECT b.brought_at INTO began FROM cases_ledgerbatch b
    WHERE b.id = told AND b.organisation_id = here AND b.state = 'undone';
  IF here IS NULL OR began IS NULL THEN RETURN; END IF;

  touched := ARRAY(SELECT DISTINCT r.case_id FROM cases_ledgerrow r WHERE r.batch_id = told);
  brought := ARRAY(SELECT r.case_id FROM cases_ledgerrow r
    WHERE r.batch_id = told AND r.kind = 'intake' AND r.version = 1);
  -- 1. The cases stand still until this is done.
  PERFORM 1 FROM cases_case c WHERE c.id = ANY (touched) ORDER BY c.id FOR UPDATE;
  -- 2. Deeds of people since; those of a reading name their batch.
  worked := ARRAY(SELECT DISTINCT e.case_id FROM cases_event e
    WHERE e.case_id = ANY (touched) AND e.by_id IS NOT NULL AND e.at >= began AND NOT e.facts ? 'batch');
  -- A household or a person that got another case or member here since is no longer the ledger's alone.
  worked := worked || ARRAY(SELECT c.id FROM cases_case c JOIN cases_person p ON p.id = c.person_id
    WHERE c.id = ANY (brought) AND (
      EXISTS (SELECT FROM cases_person o WHERE o.family_id = p.family_id AND o.id <> p.id)
      OR EXISTS (SELECT FROM cases_case o WHERE o.person_id = p.id AND o.id <> c.id)
      OR EXISTS (SELECT FROM cases_pause o WHERE o.case_id = c.id)
      OR EXISTS (SELECT FROM cases_contact o WHERE o.case_id = c.id
        AND NOT EXISTS (SELECT FROM cases_ledgerrow r WHERE r.contact_id = o.id))));
  later := ARRAY(SELECT DISTINCT r.case_id FROM cases_ledgerrow r JOIN cases_ledgerbatch b ON b.id = r.batch_id
    WHERE r.case_id = ANY (touched) AND b.id <> told AND b.brought_at > began);
  touched := ARRAY(SELECT unnest(touched) EXCEPT SELECT unnest(worked || later));
  gone := ARRAY(SELECT unnest(brought) INTERSECT SELECT unnest(touched));

  -- 3. What was added.
  tries := ARRAY(SELECT r.contact_id FROM cases_ledgerrow r
    WHERE r.batch_id = told AND r.case_id = ANY (touched) AND r.contact_id IS NOT NULL);
  DELETE FROM cases_ledgerrow r WHERE r.batch_id = told AND r.case_id = ANY (touched);
  DELETE FROM cases_consent o WHERE o.contact_id = ANY (tries);
  DELETE FROM cases_contact o WHERE o.id = ANY (tries);

  -- 4. What was brought.
  people := ARRAY(SELECT c.person_id FROM cases_case c WHERE c.id = ANY (gone));
  homes := ARRAY(SELECT p.family_id FROM cases_person p WHERE p.id = ANY (people));
  DELETE FROM cases_visit o WHERE o.case_id = ANY (gone);
  DELETE FROM cases_assignment o WHERE o.case_id = ANY (gone);
  DELETE FROM cases_finding o WHERE o.case_id = ANY (gone);
  DELETE FROM cases_consent o WHERE o.person_id = ANY (people);
  DELETE FROM cases_relative o WHERE o.family_id = ANY (homes);
  UPDATE cases_case c SET erased_at = statement_timestamp(), code = '~' || right(replace(c.id::text, '-', ''), 19),
    standing = 'inquiry', stage = 'preparation', lead_id = NULL, close_reason = '', concern_told = '',
    ledger_note = '', pace_days = NULL, opened_at = NULL, closed_at = NULL, next_method = '', next_earliest = NULL,
    next_due = NULL, next_latest = NULL, next_ends = NULL, next_reason = '', next_facts = '{}', next_accepted = false,
    closed_methods = '{}', last_at = NULL, last_method = '', last_response = '', silent_streak = 0,
    silent_letters = 0, voice_streak = 0, refusals = 0, concern = false, opened_door = false, family_last_at = NULL,
    recent = '{}' WHERE c.id = ANY (gone);
  UPDATE cases_person p SET erased_at = statement_timestamp(), family_name = '', given_name = '', family_kana = '',
    given_kana = '', sort_key = '', phone = '', phone_told = '', birth_on = NULL, birth_year = NULL, birth_told = '', sex = 'unknown',
    onset_told = '', onset_year = NULL, outing = 'unknown', triggers = '{}', issues = '{}', talk_about = '',
    never_talk_about = '', best_hours = '', clinic = '' WHERE p.id = ANY (people);
  UPDATE cases_family f SET erased_at = statement_timestamp(), nickname = '', postal_code = '', prefecture = '',
    municipality = '', address = '', phone = '', phone_told = '', approach = '' WHERE f.id = ANY (homes);

  RETURN QUERY
    SELECT one, 'erased' FROM unnest(gone) one
    UNION ALL SELECT one, 'lessened' FROM unnest(touched) one WHERE one <> ALL (gone)
    UNION ALL SELECT DISTINCT one, 'worked_on' FROM unnest(worked) one
    UNION ALL SELECT one, 'read_later' FROM unnest(later) one WHERE one <> ALL (worked);
END $$;
"""


def doors() -> list[str]:
    made = [raise_wall(table) for table in WALLED]
    for role in (COORDINATOR, JOB):
        here = f"organisation_id = {organisation(role)}"
        made += [let(role, table, "ALL", here) for table in WALLED[:2]]
        made += [let(role, "cases_ledgerrow", deed, here) for deed in ("SELECT", "INSERT")]
    return made


def in_front_of_husks() -> list[str]:
    """A restrictive policy narrows every other one: no list, count, page, search or sweep sees what was emptied."""
    everyone = ", ".join((*READERS, JOB, SEARCH))
    return [
        f"CREATE POLICY standing ON {table} AS RESTRICTIVE FOR SELECT TO {everyone} USING (erased_at IS NULL);"
        for table in EMPTIED
    ]


def taking_back() -> list[str]:
    made = [let(UNDO, table, "SELECT", HERE) for table in (*LOOKED_AT, *TAKEN_AWAY, *EMPTIED)]
    made += [let(UNDO, table, "DELETE", HERE) for table in TAKEN_AWAY]
    made += [let(UNDO, table, "UPDATE", HERE) for table in EMPTIED]
    name = "hitokoe_undo_ledger(uuid)"
    return [
        *made,
        f"GRANT EXECUTE ON FUNCTION hitokoe_context(text, int) TO {UNDO};",
        f"GRANT CREATE ON SCHEMA public TO {UNDO};",
        FUNCTION,
        f"ALTER FUNCTION {name} OWNER TO {UNDO};",
        f"REVOKE CREATE ON SCHEMA public FROM {UNDO};",
        f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC;",
        f"GRANT EXECUTE ON FUNCTION {name} TO {COORDINATOR}, {JOB};",
    ]


def tie_within_walls(apps: Any, schema_editor: Any) -> None:
    """Plain foreign keys see through the walls; these do not."""
    for table, column, target in TIES:
        schema_editor.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_tied"
            f" FOREIGN KEY (organisation_id, {column}) REFERENCES {target} (organisation_id, id)"
            " DEFERRABLE INITIALLY DEFERRED"
        )


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_ledger")]
    operations = [
        migrations.RunPython(tie_within_walls, migrations.RunPython.noop),
        *(
            migrations.RunSQL(statement, migrations.RunSQL.noop)
            for statement in (*doors(), *in_front_of_husks(), *taking_back())
        ),
    ]
