from datetime import time

import pytest

from cases.rules.hours import PARTS_OF_DAY, Hour, read_hour


@pytest.mark.parametrize(
    ("told", "hour"),
    [
        ("夕方", 17), ("夕方ごろ", 17), ("お昼頃", 12), ("朝", 8), ("昼過ぎ", 13), ("夜", 20), ("深夜", 23),
        ("afternoon", 15), ("Around noon", 12), ("in the evening", 18), ("late afternoon", 17), ("ｎｉｇｈｔ", 20),
    ],
)  # fmt: skip
def test_a_part_of_the_day_is_an_hour_about(told, hour):
    assert read_hour(told) == Hour(at=time(hour), about=True)


@pytest.mark.parametrize(
    ("told", "at"),
    [("14:30", time(14, 30)), ("午後2時半", time(14, 30)), ("15時ごろ", time(15)), ("3 pm", time(15)),
     ("12 am", time(0)), ("about 9:15 AM", time(9, 15))],
)  # fmt: skip
def test_a_clock_is_read_as_it_is(told, at):
    assert read_hour(told) == Hour(at=at)


@pytest.mark.parametrize("told", ["", "そのうち", "25:00", "13 pm", "お", "いつもの時間"])
def test_what_is_no_hour_is_none(told):
    assert read_hour(told) is None


def test_every_word_of_the_table_can_be_read():
    assert all(read_hour(word) == Hour(at=hour, about=True) for word, hour in PARTS_OF_DAY.items())
