import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.phones import PhoneTrouble, digits, read_phone, show


@pytest.mark.parametrize(
    "told",
    [
        "03-1234-5678",
        "０３－１２３４－５６７８",
        "03ー1234ー5678",
        "03‐1234−5678",
        "03–1234—5678",
        "03ｰ1234ｰ5678",
        "03 1234　5678",
        "03(1234)5678",
        "0312345678",
        "+81 3-1234-5678",
        "+81312345678",
    ],
)
def test_one_number_is_written_in_many_ways(told: str) -> None:
    phone = read_phone(told)
    assert (phone.e164, phone.shown, phone.as_told, phone.problem) == ("+81312345678", "03-1234-5678", told, None)


@pytest.mark.parametrize(
    ("told", "e164", "shown"),
    [
        ("03-0000-4914", "+81300004914", "03-0000-4914"),
        ("090ー0000ー1653", "+819000001653", "090-0000-1653"),
        ("047 0000 9597", "+814700009597", "047-0000-9597"),
        ("+1 202 555 0123", "+12025550123", "+1 202-555-0123"),
    ],
)
def test_a_number_in_nobodys_table_is_kept(told: str, e164: str, shown: str) -> None:
    phone = read_phone(told)
    assert (phone.e164, phone.shown, phone.problem) == (e164, shown, None)


@pytest.mark.parametrize(
    ("told", "trouble"),
    [
        ("03-123", PhoneTrouble.TOO_SHORT),
        ("090-1234-567", PhoneTrouble.TOO_SHORT),
        ("110", PhoneTrouble.TOO_SHORT),
        ("090-1234-56789", PhoneTrouble.TOO_LONG),
        ("なし", PhoneTrouble.UNREADABLE),
        ("9012345678", PhoneTrouble.UNREADABLE),
        ("+999 1", PhoneTrouble.UNREADABLE),
    ],
)
def test_what_is_no_number_is_kept_as_told_with_its_reason(told: str, trouble: PhoneTrouble) -> None:
    phone = read_phone(told)
    assert phone.problem is not None
    assert (phone.problem.code, phone.e164, phone.shown) == (trouble, "", told)


def test_no_number_is_no_problem() -> None:
    assert read_phone("　").problem is None


def test_search_compares_digits_as_dialled_at_home() -> None:
    assert digits("+81 90-0000-1653") == digits("０９０ー０００0ー1653") == "09000001653"


@given(st.from_regex(r"0[1-9][0-9]{8}", fullmatch=True))
def test_what_is_shown_is_read_back(number: str) -> None:
    phone = read_phone(number)
    if phone.e164:
        assert read_phone(show(phone.e164)).e164 == phone.e164
        assert digits(phone.e164) == number


@given(st.text(max_size=30))
def test_no_words_break_the_reader(told: str) -> None:
    assert read_phone(told).as_told == told.strip()
