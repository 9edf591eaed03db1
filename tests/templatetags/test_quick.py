"""The compiled templates with plain values."""

from django.utils.translation import override

from cases.queries.desk import Filters
from cases.rules.due import Due
from cases.templatetags.quick import quick
from cases.web.desk.listing import Row

ROW = Row("/cases/1/", "Ken's", "A-1", "Letter", "Open", "<b>Yuki</b>", "Visit", "1 April", Due.DUE, "Due", "")
OPEN = ("", 3, "/desk/?view=open")


def test_a_number_opens_its_list_and_a_nought_has_none():
    cells = [("A", 3, "/desk/?view=open"), ("C", 0, "/x")]
    drawn = quick("shares", heads=["A", "C"], rows=[("Yuki", cells, OPEN, "of 12", False, [])])
    assert '<td class="number" data-label="A"><a href="/desk/?view=open">3</a></td>' in drawn
    assert "/x" not in drawn


def test_what_people_wrote_is_never_markup():
    shares = quick("shares", heads=["<i>A</i>"], rows=[("<b>Yuki</b>", [], OPEN, "of 12", False, [])])
    for drawn in (quick("cases", rows=[ROW], found=False), shares):
        assert "&lt;b&gt;Yuki&lt;/b&gt;" in drawn
        assert "<b>" not in drawn
        assert "<i>" not in drawn


def test_a_case_without_a_next_contact_leaves_its_cell_empty():
    with override("en"):
        drawn = quick("cases", rows=[ROW._replace(next="")], found=False)
    assert '<td data-label="Next contact"></td>' in drawn


def test_names_and_a_place_to_choose_are_never_markup():
    filters, team = Filters(view="all", municipality='"><b>'), [("1", "<b>Yuki</b>")]
    drawn = quick("narrow", filters=filters, stages=[], team=team, coordinators=team, orders=[])
    assert drawn.count("&lt;b&gt;Yuki&lt;/b&gt;") == 2
    assert 'value="&#34;&gt;&lt;b&gt;"' in drawn
    assert "<b>" not in drawn


def test_what_stands_in_the_lane_and_on_a_slip_is_never_markup():
    bold, carried = "<b>x</b>", ("visit", "14:00", 60, "1", "", "")
    lane = quick("lane", rows=[("1", bold, bold, "due", bold, True, True, bold, carried)], may_plan=True, view="all")
    slip = ("1", bold, bold, "14:00–15:00", "planned", bold, True, bold, carried)
    cells = [("workday", "1 April", "2026-04-01", False, "", [slip])]
    week = quick("week", rows=[("1", bold, "", cells)], days=[], may_plan=True, view="all", at_away=("/", "/"))
    for drawn in (lane, week):
        assert drawn.count("&lt;b&gt;x&lt;/b&gt;") >= 5
        assert "<b>" not in drawn
        assert 'data-hour="14:00" data-minutes="60" data-worker="1"' in drawn
