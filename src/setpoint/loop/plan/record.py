"""Facts of plans."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from setpoint.kernel.facts import fact_type


@dataclass(frozen=True, kw_only=True)
class GoalFact:
    """Which parameter of which plan, in which version."""

    plan: int
    plan_name: str
    version: int
    parameter: str
    parameter_name: str
    reason: str


@fact_type(
    "plan.goal_set",
    sentence=gettext_noop("{actor} set the goal for {plan_name}: {parameter_name}"),
    translated=("parameter_name",),
)
@dataclass(frozen=True, kw_only=True)
class GoalSet(GoalFact):
    """A goal of a period was set and split; `target` in the parameter's smallest unit."""

    target: int
    goals: int


@fact_type(
    "plan.node_changed",
    sentence=gettext_noop("{actor} changed a goal of {plan_name}: {parameter_name} ({reason})"),
    translated=("parameter_name",),
)
@dataclass(frozen=True, kw_only=True)
class NodeChanged(GoalFact):
    """One node of the plan was changed; old and new target stand in the fact's changes."""

    scope_kind: str
    scope_id: int


@fact_type(
    "plan.committed",
    sentence=gettext_noop("{actor} made a commitment for {plan_name}: {parameter_name}"),
    translated=("parameter_name",),
)
@dataclass(frozen=True, kw_only=True)
class Committed:
    """A person promised an amount for a goal, in the parameter's smallest unit."""

    plan: int
    plan_name: str
    parameter: str
    parameter_name: str
    commit: int
