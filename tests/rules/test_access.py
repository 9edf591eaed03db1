from pathlib import Path

from accounts.roles import Role
from cases.rules.access import ABOUT_A_CASE, ANY_CASE, OFFICE, OWN_CASE, May, may

GOLDEN = Path(__file__).with_name("access_golden.txt")


def matrix():
    for what in May:
        marks = ["any" if may(role, what) else "own" if may(role, what, own=True) else "-" for role in Role]
        yield f"{what.value:<16}" + "".join(f"{mark:<15}" for mark in marks).rstrip()


def test_the_matrix_is_the_one_agreed_on():
    head = f"{'':<16}" + "".join(f"{role.value:<15}" for role in Role).rstrip()
    assert "\n".join([head, *matrix(), ""]) == GOLDEN.read_text(), "access changed: look twice, then change the file"


def test_an_administrator_never_sees_a_case():
    assert not any(may(Role.ADMINISTRATOR, what, own=True) for what in ABOUT_A_CASE)


def test_a_worker_does_nothing_on_a_case_of_somebody_else():
    assert not any(may(Role.WORKER, what) for what in ABOUT_A_CASE)


def test_only_coordinators_open_again_what_the_person_closed():
    assert [role for role in Role if may(role, May.METHOD_REOPEN, own=True)] == [Role.COORDINATOR]


def test_every_role_stands_in_every_table():
    assert set(ANY_CASE) == set(OWN_CASE) == set(OFFICE) == set(Role)


def test_every_permission_is_somebodys():
    assert [what for what in May if not any(may(role, what, own=True) for role in Role)] == []
