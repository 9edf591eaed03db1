"""The one search box."""

from django.db import connection

from accounts.models import User
from cases.models import Case
from cases.rules.finding import grams_of_query

MOST = 50


def find(user: User, text: str) -> list[Case]:
    """Cases whose names, readings, phones or code contain the text; looked up beyond the wall, seen through it."""
    grams = grams_of_query(text)
    if not text.strip() or not grams:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT hitokoe_find(%s::text[], %s)", [grams, MOST])
        ids = [row[0] for row in cursor.fetchall()]
    found = Case.objects.visible_to(user).filter(pk__in=ids)
    return list(found.select_related("person__family", "lead").order_by("-pk"))
