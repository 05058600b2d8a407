"""The loop: goals, promises, deviations, alarms, corrections adjusted, levers, rules of control."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from setpoint.api.resources.base import named
from setpoint.api.verbs.base import verb
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import Team
from setpoint.loop.act.levers import Authority
from setpoint.loop.act.models import Correction
from setpoint.loop.act.operations import corrections, levers
from setpoint.loop.control.models import Case
from setpoint.loop.control.operations import alarms, cases, rules
from setpoint.loop.cycle_plan import plan_goal
from setpoint.loop.plan.models import Commitment, Goal, Plan, PlanVersion
from setpoint.loop.plan.operations import commitments, goals

Amount = Annotated[int, Field(ge=0, le=2**62, description="In the smallest unit of the parameter")]
Lever = Annotated[str, Field(max_length=60)]


def set_goal(
    *,
    parameter: Annotated[str, Field(max_length=60)],
    first_day: date,
    last_day: date,
    target: Amount,
    reason: Annotated[str, Field(max_length=300)] = "",
    by: Actor,
) -> PlanVersion:
    """Set the goal of the company for a period, with everything that follows from it for teams and people."""
    return plan_goal(parameter=parameter, first_day=first_day, last_day=last_day, target=target, reason=reason, by=by)


def change_target(
    goal: Goal, *, target: Amount, reason: Annotated[str, Field(min_length=1, max_length=300)], by: Actor
) -> PlanVersion:
    """Change one goal: a new version of the plan, all others stay."""
    return goals.change_target(goal=goal, target=target, reason=reason, by=by)


def commit(
    *,
    plan: Plan,
    parameter: Annotated[str, Field(max_length=60)],
    scope_kind: Literal["company", "team", "owner"],
    scope_id: Annotated[int, Field(ge=1, le=2**63 - 1)],
    low: Amount,
    commit: Amount,
    high: Amount,
    by: Actor,
) -> Commitment:
    """Promise low ≤ commit ≤ high for a goal of a period that is not over."""
    return commitments.commit(
        plan=plan,
        parameter=parameter,
        scope_kind=scope_kind,
        scope_id=scope_id,
        low=low,
        commit=commit,
        high=high,
        by=by,
    )


def adjust(
    correction: Correction,
    *,
    units: Annotated[int, Field(ge=0, le=1_000_000)] | None = None,
    receivers: Sequence[int] = (),
    by: Actor,
) -> Correction:
    """Let a correction that waits do less, or for other people."""
    named("kernel.user", list(receivers), by, "receivers")
    return corrections.adjust(correction, units=units, receivers=receivers, by=by)


def accept(
    case: Case, *, reason: Annotated[str, Field(min_length=1, max_length=300)], resume_on: date | None = None, by: Actor
) -> None:
    """Accept a deviation, with the reason; it is looked at again on a day."""
    cases.accept(case=case, reason=reason, resume_on=resume_on, by=by)


def set_authority(*, lever: Lever, authority: Authority, by: Actor) -> None:
    """Say how far a lever may go without a person."""
    levers.set_authority(lever, authority, by=by)


def set_team_authority(team: Team, *, lever: Lever, authority: Authority | None = None, by: Actor) -> None:
    """Say how far a lever may go in a team; null: as in the company."""
    levers.set_team_authority(lever, team, authority, by=by)


def switch(*, lever: Lever, on: bool, by: Actor) -> None:
    """Switch a lever on or off."""
    levers.switch(lever, on=on, by=by)


def set_limits(*, lever: Lever, limits: Mapping[str, float], by: Actor) -> None:
    """Say how much a lever may do."""
    levers.set_limits(lever, dict(limits), by=by)


verb("set_goal", "POST", "goals", set_goal)
verb("change_target", "PUT", "goals/{goal}/target", change_target)
verb("commit_to_goal", "POST", "commitments", commit)
verb("adjust_correction", "PUT", "corrections/{correction}/adjustment", adjust)
verb("accept_deviation", "POST", "deviations/{case}/acceptance", accept)
verb("resume_deviation", "DELETE", "deviations/{case}/acceptance", cases.resume)
verb("judge_alarm", "PUT", "alarms/{alarm}/judgement", alarms.judge)
verb("set_lever_authority", "PUT", "levers/authority", set_authority)
verb("set_team_authority", "PUT", "teams/{team}/authority", set_team_authority)
verb("switch_lever", "PUT", "levers/switch", switch)
verb("set_lever_limits", "PUT", "levers/limits", set_limits)
verb("stop_team", "POST", "teams/{team}/stop", levers.stop_team)
verb("release_team", "DELETE", "teams/{team}/stop", levers.release_team)
verb("change_control_rules", "PATCH", "control-rules", rules.change)
