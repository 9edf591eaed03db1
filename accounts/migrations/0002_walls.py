"""The walls around organisations, users and sessions."""

from django.db import migrations

from accounts.wall_sql import EVERYONE, FOUNDATION, READERS, let, me, organisation, raise_wall

ORGANISATION, U, S, E, C = (
    "accounts_organisation",
    "accounts_user",
    "accounts_session",
    "account_emailaddress",
    "accounts_cache",
)
CACHE = f"""
CREATE TABLE {C} (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX {C}_expires ON {C} (expires);
"""


def statements() -> list[str]:
    made = [FOUNDATION, CACHE, *(raise_wall(table) for table in (ORGANISATION, U, S, E))]
    for role in EVERYONE:
        made.append(f"GRANT EXECUTE ON FUNCTION hitokoe_context(text, int) TO {role};")
        made.append(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {C} TO {role};")
    for role in ("hitokoe_signin",):
        made += [let(role, ORGANISATION, "SELECT", "true"), let(role, S, "ALL", "true"), let(role, E, "ALL", "true")]
        made += [let(role, U, "SELECT", "true"), let(role, U, "UPDATE", "true")]
    for role in READERS:
        own = f"user_id = {me(role)}"
        made.append(let(role, ORGANISATION, "SELECT", f"id = {organisation(role)}"))
        made.append(let(role, U, "SELECT", f"organisation_id = {organisation(role)}"))
        made.append(let(role, E, "ALL", own))
        if role != "hitokoe_administrator":
            made.append(let(role, U, "UPDATE", f"organisation_id = {organisation(role)} AND id = {me(role)}"))
            made.append(let(role, S, "ALL", f"user_id IS NULL OR {own}"))
    admin = "hitokoe_administrator"
    made.append(let(admin, ORGANISATION, "UPDATE", f"id = {organisation(admin)}"))
    made.append(let(admin, U, "INSERT", f"organisation_id = {organisation(admin)}"))
    made.append(let(admin, U, "UPDATE", f"organisation_id = {organisation(admin)}"))
    made.append(
        let(
            admin,
            S,
            "ALL",
            f"user_id IS NULL OR user_id = ANY (ARRAY(SELECT u.id FROM {U} u WHERE u.organisation_id = {organisation(admin)}))",
        )
    )
    job = "hitokoe_job"
    made += [let(job, ORGANISATION, "SELECT", "true"), let(job, ORGANISATION, "INSERT", "true")]
    made += [
        let(job, ORGANISATION, "UPDATE", f"id = {organisation(job)}"),
        let(job, U, "ALL", f"organisation_id = {organisation(job)}"),
    ]
    made.append(
        let(
            job,
            E,
            "ALL",
            f"user_id = ANY (ARRAY(SELECT u.id FROM {U} u WHERE u.organisation_id = {organisation(job)}))",
        )
    )
    return made


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("account", "0009_emailaddress_unique_primary_email")]
    operations = [migrations.RunSQL(statement, migrations.RunSQL.noop) for statement in statements()]
