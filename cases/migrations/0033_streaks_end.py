"""A streak of voices ends with more than 100 days between two of them: counted anew where it was too long."""

from django.db import migrations

# As `fold` counts it in cases/rules/rhythm/signals.py: of the contacts that told something, newest first, the voices
# before the first that is none, or that lies too long before the one that followed it.
ANEW = """
WITH telling AS (
    SELECT case_id, started_at, row_number() OVER newest AS place, lag(started_at) OVER newest AS following,
        response IN ('voice', 'door_talk', 'door_opened', 'face_to_face', 'came_out', 'outside_together',
            'with_others', 'by_himself') AS spoke
    FROM cases_contact told
    WHERE case_id IN (SELECT id FROM cases_case WHERE voice_streak > 1)
        AND method NOT IN ('family_meeting', 'agency_meeting') AND response NOT IN ('cancelled', 'not_told')
        AND (with_whom NOT IN ('relative', 'agency') OR response NOT IN ('no_sign', 'not_home', 'family_only'))
        AND NOT EXISTS (SELECT FROM cases_contact later WHERE later.corrects_id = told.id)
    WINDOW newest AS (PARTITION BY case_id ORDER BY started_at DESC, method COLLATE "C" DESC,
        response COLLATE "C" DESC, with_whom COLLATE "C" DESC, direction COLLATE "C" DESC)
), ended AS (
    SELECT case_id, min(place) - 1 AS voices FROM telling
    WHERE NOT spoke OR following - started_at >= interval '101 days' GROUP BY case_id
)
UPDATE cases_case SET voice_streak = ended.voices FROM ended
WHERE ended.case_id = cases_case.id AND ended.voices < cases_case.voice_streak;
"""
# What was planned on it and nobody has accepted yet is planned anew by the clock, within a minute.
UNPLAN = """
UPDATE cases_case SET next_method = '', next_earliest = NULL, next_due = NULL, next_latest = NULL, next_ends = NULL,
    next_reason = '', next_facts = '{}'
WHERE next_reason = 'voice_twice' AND NOT next_accepted AND standing = 'open'
    AND (next_facts ->> 'voices')::int > voice_streak;
"""
# The owner of the tables stands before the walls like everybody and sees no row, so they are let down meanwhile.
TABLES = ("cases_case", "cases_contact")
DONE = "SET CONSTRAINTS ALL IMMEDIATE;"  # a row changed twice waits for its checks, and its table for the row
DOWN = "".join(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;" for table in TABLES)
UP = "".join(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("cases", "0032_last_sign")]
    operations = [migrations.RunSQL(f"{DOWN}{ANEW}{UNPLAN}{DONE}{UP}", migrations.RunSQL.noop)]
