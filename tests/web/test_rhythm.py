"""Trying the rhythm on a made-up history before an organisation changes its numbers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.walls import as_job
from cases.rules.rhythm.signals import RECENT_KEPT
from cases.rules.rhythm.table import RULES
from cases.rules.rhythm.trying import EXAMPLES
from cases.web.office.settings_forms import SettingsForm
from cases.web.rhythm.forms import MOST_ROWS

PAGE = reverse("rhythm")


@pytest.fixture
def look(world, sign_in):
    client = sign_in(world.hana)
    return lambda **told: client.get(PAGE, told)


def test_it_opens_with_a_prepared_history_by_the_numbers_of_the_house(look):
    page = look()
    assert page.status_code == 200
    assert [row["differs"] for row in page.context["rows"]] == [False] * 4
    assert "声が2回続きました" in page.content.decode()


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_prepared_history_is_planned(look, example):
    assert len(look(example=example).context["rows"]) == len(EXAMPLES[example].tries) + 1


def test_it_plans_on_no_day_off_of_an_ordinary_week(look):
    found = {}
    for days in range(7):
        for row in look(stage="door", days_0=str(days), what_0="visit:voice").context["rows"]:
            found[row["usual"]["day"]] = None
    assert not [day for day in found if "土" in day or "日）" in day]


def test_another_pace_is_marked_where_it_differs(look):
    page = look(stage="door", days_0="10", what_0="visit:voice", pace_door="21")
    assert [row["differs"] for row in page.context["rows"]] == [False, True]
    assert page.context["differs"]


def test_rows_may_be_told_in_any_order(look):
    page = look(stage="door", days_0="3", what_0="visit:voice", days_1="30", what_1="letter:no_sign")
    assert [row["what"]["what"] for row in page.context["rows"]][1:] == ["手紙：届けた", "訪問：扉ごしに声"]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"what_0": "visit:voice"}, "days_0"),
        ({"days_0": "4"}, "what_0"),
        ({"days_0": "4", "what_0": "letter:door_opened"}, "what_0"),
        ({"days_0": "-1", "what_0": "visit:voice"}, "days_0"),
        ({"pace_door": "1"}, "pace_door"),
        ({"cap_7": "9", "cap_14": "8"}, "cap_14"),
        ({"quiet_from": "25:00"}, "quiet_from"),
        ({"stage": "moon"}, "stage"),
    ],
)
def test_what_cannot_be_tried_is_said_beside_its_field_and_nothing_typed_is_lost(look, told, field):
    page = look(**{"stage": "door", **told})
    assert page.status_code == 422
    assert page.context["form"].errors[field]
    assert all(page.context["form"][name].value() == value for name, value in told.items())


def test_there_is_always_room_for_two_more_until_the_page_is_full(look):
    told = {f"days_{place}": str(90 - place) for place in range(10)} | {
        f"what_{place}": "letter:no_sign" for place in range(10)
    }
    assert look(stage="letter", **told).context["form"].shown == 12
    assert look(stage="letter", days_19="1", what_19="letter:no_sign").context["form"].shown == MOST_ROWS


def test_every_rule_stands_below_in_its_order(look):
    assert len(look().context["rules"]) == len(RULES)


def test_as_many_contacts_are_kept_as_the_highest_cap_can_ask_for(world):
    with as_job():
        assert SettingsForm(organisation=world.engawa).fields["cap_14"].max_value <= RECENT_KEPT


def test_nothing_is_kept(look):
    with CaptureQueriesContext(connection) as asked:
        look(stage="door", days_0="10", what_0="visit:refused", pace_door="21")
    written = ("INSERT", "UPDATE", "DELETE")
    told = [one["sql"] for one in asked.captured_queries if one["sql"].startswith(written)]
    assert [sql for sql in told if "accounts_session" not in sql] == []


@pytest.mark.parametrize(("who", "status"), [("hana", 200), ("mio", 200), ("ada", 200), ("yuki", 404)])
def test_who_decides_on_the_numbers_may_try_them(world, sign_in, who, status):
    assert sign_in(getattr(world, who)).get(PAGE).status_code == status
