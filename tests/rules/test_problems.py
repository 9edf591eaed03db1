from cases.rules.problems import Problem, blocking


def test_only_problems_that_block_hold_a_deed_back():
    missing = Problem(code="kana_missing", blocks=False)
    refused = Problem(code="method_closed", facts={"method": "visit"}, fixable=False)
    assert blocking([missing, refused]) == (refused,)
