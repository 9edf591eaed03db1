"""Each sees and keeps their own wishes, devices and calendars; the clock reads them, and forgets a device that is gone."""

from typing import Any

from django.db import migrations

from accounts.wall_sql import READERS, let, me, organisation, raise_wall

WISH, DEVICE, FEED, NOTICE = "cases_wish", "cases_pushdevice", "cases_feed", "cases_notice"
WALLED = (WISH, DEVICE, FEED)
ADMIN, MANAGER, JOB, SIGN_IN = "hitokoe_administrator", "hitokoe_manager", "hitokoe_job", "hitokoe_signin"


def tie_within_walls(apps: Any, schema_editor: Any) -> None:
    """Plain foreign keys see through the walls; these do not."""
    for table in WALLED:
        schema_editor.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_user_id_tied"
            " FOREIGN KEY (organisation_id, user_id) REFERENCES accounts_user (organisation_id, id)"
            " DEFERRABLE INITIALLY DEFERRED"
        )


def doors() -> list[str]:
    made = [raise_wall(table) for table in WALLED]
    for role in READERS:
        mine = f"organisation_id = {organisation(role)} AND user_id = {me(role)}"
        made += [let(role, table, "ALL", mine) for table in WALLED]
    here = f"organisation_id = {organisation(JOB)}"
    made += [let(JOB, table, "SELECT", here) for table in WALLED]
    # Whoever leaves, or lost a phone, is told nothing more on it.
    made += [let(JOB, DEVICE, "DELETE", here), let(JOB, DEVICE, "UPDATE", here), let(JOB, FEED, "UPDATE", here)]
    # The address of a calendar is all its reader has; nothing else of the house is known to whoever asks for it.
    made.append(let(SIGN_IN, FEED, "SELECT", "revoked_at IS NULL"))
    made += [f"GRANT SELECT (channel) ON {NOTICE} TO {role};" for role in (ADMIN, MANAGER)]
    return made


class Migration(migrations.Migration):
    dependencies = [("cases", "0019_reminders")]
    operations = [
        migrations.RunPython(tie_within_walls, migrations.RunPython.noop),
        *(migrations.RunSQL(statement, migrations.RunSQL.noop) for statement in doors()),
    ]
