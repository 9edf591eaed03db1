import pytest

from cases.rules.phones import PhoneTrouble, digits, read_phone


@pytest.mark.parametrize(
    "told", ["090-0000-1653", "090ー0000ー1653", "０９０－００００－１６５３", "090 0000 1653", "+81 90-0000-1653"]
)
def test_one_number_written_in_many_ways_is_one(told):
    phone = read_phone(told)
    assert (phone.e164, phone.shown, phone.as_told) == ("+819000001653", "090-0000-1653", told)


def test_a_made_up_number_is_kept():
    phone = read_phone("03-0000-4914")
    assert (phone.e164, phone.problem) == ("+81300004914", None)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("03-0000", PhoneTrouble.TOO_SHORT),
        ("090-0000-16533", PhoneTrouble.TOO_LONG),
        ("母の携帯", PhoneTrouble.UNREADABLE),
    ],
)
def test_what_is_no_number_is_kept_as_told(told, code):
    phone = read_phone(told)
    assert (phone.e164, phone.shown, phone.problem.code) == ("", told, code)


def test_nothing_told_is_no_problem():
    assert read_phone("　").problem is None


def test_the_search_box_compares_digits_at_home():
    assert digits("+81 3-0000-4914") == digits("０３（００００）４９１４") == "0300004914"
