"""A SECRET_KEY that the walls of this database do not know, in one sentence instead of a traceback."""

from django.db import Error

FORGED = "forged context"  # as the walls say it (accounts/wall_sql.py)
SENTENCE = (
    "SECRET_KEY is not the one this database knows, so its walls let nobody through. Set the SECRET_KEY this house was"
    " prepared with. If that one is lost, or was changed on purpose, run `manage.py prepare` with the new one: the"
    " database learns it, and everybody signs in anew."
)


def is_wrong_key(failure: Exception) -> bool:
    return isinstance(failure, Error) and FORGED in str(failure)
