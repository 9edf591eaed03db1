"""Of one's own row: the password, the language, the last sign-in. Role, house and leave to sign in are the office's."""

from django.db import migrations

USER = "accounts_user"
OWN = "password, last_login, language"
LETS = {
    "hitokoe_signin": "password, last_login",
    "hitokoe_worker": OWN,
    "hitokoe_coordinator": OWN,
    "hitokoe_manager": OWN,
}


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_quiet_hours")]
    operations = [
        migrations.RunSQL(
            f"REVOKE UPDATE ON {USER} FROM {role}; GRANT UPDATE ({columns}) ON {USER} TO {role};",
            f"REVOKE UPDATE ({columns}) ON {USER} FROM {role}; GRANT UPDATE ON {USER} TO {role};",
        )
        for role, columns in LETS.items()
    ]
