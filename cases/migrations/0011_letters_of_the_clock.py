"""Only the clock and a coordinator owe anybody a letter: a worker and an administrator never did."""

from django.db import migrations

NOTICE = "cases_notice"


def shut(role: str) -> str:
    policy = f"{role.removeprefix('hitokoe_')}_insert"
    return f"DROP POLICY {policy} ON {NOTICE}; REVOKE INSERT ON {NOTICE} FROM {role};"


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_find_near")]
    operations = [
        migrations.RunSQL(shut(role), migrations.RunSQL.noop) for role in ("hitokoe_worker", "hitokoe_administrator")
    ]
