"""What a coordinator must see before a case ends."""

from datetime import datetime, timedelta

from cases.models import Case, Contact
from cases.rules.due import local_day
from cases.rules.ending import LATELY, SERIOUS, problems_of_ending
from cases.rules.facts import Concern
from cases.rules.problems import Problem

A_DAY = timedelta(days=1)  # the rule counts local days


def before_the_end(case: Case, at: datetime) -> tuple[Problem, ...]:
    zone = case.organisation.zone
    serious = Contact.objects.filter(case=case, concern__in=list(SERIOUS), started_at__gte=at - LATELY - A_DAY)
    told = serious.standing().order_by().values_list("concern", "started_at")
    concerns = [(Concern(concern), local_day(moment, zone)) for concern, moment in told]
    return problems_of_ending(concerns, today=local_day(at, zone))
