"""Days as people write them, in boxes or in one piece."""

from datetime import date

import pytest
from django import forms
from django.utils.translation import override

from cases.web.fields import DayField


class Form(forms.Form):
    on = DayField(required=False)


def read(**boxes):
    form = Form({f"on_{box}" if box != "on" else "on": text for box, text in boxes.items()})
    return form.cleaned_data["on"] if form.is_valid() else form.errors["on"][0]


@pytest.mark.parametrize(
    "boxes",
    [
        {"year": "1980", "month": "3", "day": "2"},
        {"year": "S55", "month": "03", "day": "02"},
        {"year": "昭和５５年", "month": "３月", "day": "２日"},
        {"year": "S55.3.2", "month": "", "day": ""},
        {"year": "昭和55年3月2日"},
        {"on": "1980-03-02"},
    ],
)
def test_a_day_is_read_as_people_write_it(boxes):
    assert read(**boxes) == date(1980, 3, 2)


def test_no_day_is_no_day():
    assert read(year="", month="", day="") is None


@pytest.mark.parametrize(
    ("boxes", "says"),
    [
        ({"year": "2026", "month": "2", "day": "30"}, "暦にありません"),
        ({"year": "R8", "month": "4", "day": ""}, "年・月・日"),
        ({"year": "2026"}, "年・月・日"),
        ({"year": "S70", "month": "1", "day": "1"}, "元号"),
        ({"year": "来週", "month": "", "day": ""}, "日付として読めません"),
    ],
)
def test_a_day_that_cannot_be_says_how_to_mend_it(boxes, says):
    with override("ja"):
        assert says in read(**boxes)


def test_what_was_typed_stands_in_its_boxes_again():
    page = Form({"on_year": "R8", "on_month": "13", "on_day": "1"}).as_p()
    assert all(f'value="{text}"' in page for text in ("R8", "13", "1"))


def test_a_stored_day_stands_in_three_boxes():
    page = Form(initial={"on": date(2026, 4, 3)}).as_p()
    assert all(f'value="{text}"' in page for text in ("2026", "4", "3"))
