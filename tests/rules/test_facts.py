from cases.rules import facts


def test_what_nobody_may_know_can_be_unknown():
    told = (facts.Outing, facts.Sex, facts.Trigger, facts.Issue, facts.Relationship, facts.Basis, facts.ReferralSource)
    assert [enum for enum in told if "unknown" not in set(enum)] == []
