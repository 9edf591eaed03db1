from cases.templatetags.numbers import case_cells, numbers

ROW = {
    "stage": "Letter", "standing": "Open", "lead": "<b>Yuki</b>", "method": "Visit", "next": "Wed 1 Apr 2026",
    "due": "due", "due_label": "Due", "last": "",
}  # fmt: skip
HEADS = ("Stage", "Standing", "Lead", "Next", "Last")


def test_a_number_opens_its_list_and_a_nought_has_none():
    drawn = numbers(
        [
            {"label": "A & B", "count": 3, "href": "/desk/?view=open&stage=door"},
            {"label": "C", "count": 0, "href": "/x"},
        ]
    )
    assert '<td class="number" data-label="A &amp; B"><a href="/desk/?view=open&amp;stage=door">3</a></td>' in drawn
    assert "/x" not in drawn


def test_what_people_wrote_is_never_markup():
    assert "&lt;b&gt;Yuki&lt;/b&gt;" in case_cells(ROW, *HEADS)
    assert "<b>" not in case_cells(ROW, *HEADS)


def test_a_case_without_a_next_contact_leaves_its_cell_empty():
    assert '<td data-label="Next"></td>' in case_cells(ROW | {"next": ""}, *HEADS)
