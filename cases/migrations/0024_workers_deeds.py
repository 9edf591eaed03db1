"""What of a case a worker's own deeds change; the rest of the row is the office's, also for a program gone wrong."""

from django.db import migrations

CASE, WORKER = "cases_case", "hitokoe_worker"
# Moving on the ladder; the next contact; what the person closed; what the rhythm knows of the contacts.
HERS = (
    "stage", "staged_at",
    "next_method", "next_earliest", "next_due", "next_latest", "next_ends", "next_reason", "next_facts",
    "next_accepted", "closed_methods",
    "last_at", "last_method", "last_response", "silent_streak", "silent_letters", "voice_streak", "refusals", "concern",
    "opened_door", "family_last_at", "recent",
)  # fmt: skip
NARROW = f"REVOKE UPDATE ON {CASE} FROM {WORKER}; GRANT UPDATE ({', '.join(HERS)}) ON {CASE} TO {WORKER};"
WIDE = f"REVOKE UPDATE ({', '.join(HERS)}) ON {CASE} FROM {WORKER}; GRANT UPDATE ON {CASE} TO {WORKER};"
# Stop means stop: what the person closed, only a coordinator opens. A condition of the trigger, so that no other write
# of a case pays for it.
KEEP_CLOSED = f"""
CREATE FUNCTION hitokoe_keeps_closed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'only a coordinator opens what the person closed' USING ERRCODE = '42501';
END $$;
CREATE TRIGGER worker_keeps_closed BEFORE UPDATE OF closed_methods ON {CASE} FOR EACH ROW
  WHEN (current_user = '{WORKER}' AND NOT (NEW.closed_methods @> OLD.closed_methods))
  EXECUTE FUNCTION hitokoe_keeps_closed();
"""
OPEN = f"DROP TRIGGER worker_keeps_closed ON {CASE}; DROP FUNCTION hitokoe_keeps_closed();"


class Migration(migrations.Migration):
    dependencies = [("cases", "0023_skipped")]
    operations = [migrations.RunSQL(NARROW, WIDE), migrations.RunSQL(KEEP_CLOSED, OPEN)]
