"""Names of colleagues are looked up by key: joined, a large house is read whole for a few of them."""

from uuid import uuid4

import pytest

from cases.queries.casepage import newest_contacts
from cases.queries.week import appointed


@pytest.mark.parametrize("query", [appointed, newest_contacts], ids=["week", "timeline"])
def test_no_colleague_is_joined(query, world):
    keys = {"house": uuid4(), "case": uuid4(), "people": [uuid4()], "begins": world.morning, "ends": world.morning}
    sql, _ = query.said(**{name: keys[name] for name in query.build.__annotations__ if name in keys})
    assert 'JOIN "accounts_user"' not in sql
    assert 'FROM "accounts_user"' in sql
