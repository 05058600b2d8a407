"""Facts of control."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from setpoint.kernel.facts import fact_type


@dataclass(frozen=True, kw_only=True)
class CaseFact:
    """A deviation; quantities in the parameter's smallest unit, money in minor units."""

    plan: int
    plan_name: str
    parameter: str
    parameter_name: str
    scope_kind: str
    scope_id: int
    p_hit: float
    gap: int
    money_at_risk: int


@fact_type(
    "control.case_opened",
    sentence=gettext_noop("{parameter_name} in {plan_name} has left its tolerance"),
    translated=("parameter_name",),
)
@dataclass(frozen=True, kw_only=True)
class CaseOpened(CaseFact):
    """A goal left its tolerance."""


@fact_type(
    "control.case_closed",
    sentence=gettext_noop("{parameter_name} in {plan_name} is back within its tolerance"),
    translated=("parameter_name",),
)
@dataclass(frozen=True, kw_only=True)
class CaseClosed(CaseFact):
    """A goal is back, or no longer planned."""


@fact_type(
    "control.case_accepted",
    sentence=gettext_noop("{actor} accepted the deviation of {parameter_name} in {plan_name}: {reason}"),
    translated=("parameter_name",),
)
@dataclass(frozen=True, kw_only=True)
class CaseAccepted(CaseFact):
    """A person accepted a deviation: it is silent and counted."""

    reason: str
