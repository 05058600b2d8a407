"""Planning a quarter from the company's data: a draft to look at, and the plan that is set from it."""

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.loop.control.planning import Draft, Funnel, draft, funnel
from setpoint.loop.cycle_facts import load_facts
from setpoint.loop.plan.models import PlanVersion
from setpoint.loop.plan.operations.goals import set_goals
from setpoint.loop.plan.parameters import PARAMETERS, Parameter
from setpoint.loop.plan.quotas import Evidence, GoalTree, decompose


@dataclass(frozen=True)
class PlanDraft:
    """Goals that a revenue goal leads to, before anybody has agreed to them."""

    trees: list[GoalTree]
    funnel: Funnel | None
    """None where there is no history to learn from."""


def draft_plan(
    *, parameter: str, first_day: date, last_day: date, target: int, at: datetime | None = None
) -> PlanDraft:
    """Split a goal by equal difficulty and, where it is revenue, down the funnel. Reads only.

    Without history the company alone gets the goal. ValidationError for an unknown parameter or a target below 0.
    """
    if parameter not in PARAMETERS:
        raise ValidationError(_("Not a parameter: %(names)s") % {"names": parameter})
    if target < 0:
        raise ValidationError({"target": _("A goal is a number of at least 0.")})
    planned = PARAMETERS[parameter]
    moment = at or company_now()
    facts = load_facts(moment, versions=(), until=last_day)
    first, last = first_day.toordinal(), last_day.toordinal()
    evidence = draft(facts, planned.flow, first, last, seed=facts.day) if planned.flow else None
    if evidence is None:
        return PlanDraft([decompose(planned, target, ALONE)], None)
    trees = [decompose(planned, target, _evidence_for(planned, evidence))]
    if planned.value_of != "value":
        return PlanDraft(trees, None)
    asked = funnel(evidence, target)
    for value_of, number in (("one", asked.won), ("arrival", asked.created), ("touch", asked.touches)):
        fed = _fed(planned, value_of)
        if fed is not None:
            trees.append(decompose(fed, number, _evidence_for(fed, evidence)))
    return PlanDraft(trees, asked)


def plan_goal(
    *, parameter: str, first_day: date, last_day: date, target: int, by: Actor, reason: str = ""
) -> PlanVersion:
    """Set the goal of company and period with everything that follows from it, as `draft_plan` shows."""
    drafted = draft_plan(parameter=parameter, first_day=first_day, last_day=last_day, target=target)
    return set_goals(first_day=first_day, last_day=last_day, trees=drafted.trees, by=by, reason=reason)


ALONE = Evidence([("company", 1)], np.array([-1]), np.zeros(1), np.zeros(1))


def _fed(planned: Parameter, value_of: str) -> Parameter | None:
    """The parameter of the same flow that is fed so."""
    return next((each for each in PARAMETERS.values() if (each.flow, each.value_of) == (planned.flow, value_of)), None)


def _evidence_for(parameter: Parameter, evidence: Draft) -> Evidence:
    match parameter.value_of:
        case "arrival":
            return evidence.arrivals
        case "touch":
            return evidence.touches
        case "one":
            return evidence.won
        case _:
            return evidence.revenue
