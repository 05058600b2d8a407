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


@dataclass(frozen=True, kw_only=True)
class AlarmFact:
    """A watched stream; `ratio` is what was observed to what was expected since the change began.

    `is_part`: it is told with an alarm above it.
    """

    parameter: str
    parameter_name: str
    scope_kind: str
    scope: str
    ratio: float
    is_part: bool


@fact_type(
    "control.alarm_raised",
    sentence=gettext_noop("{parameter_name} has left its usual course"),
    translated=("parameter_name",),
)
@dataclass(frozen=True, kw_only=True)
class AlarmRaised(AlarmFact):
    """A process has left itself."""


@fact_type(
    "control.alarm_ended",
    sentence=gettext_noop("{parameter_name} is back on its usual course"),
    translated=("parameter_name",),
)
@dataclass(frozen=True, kw_only=True)
class AlarmEnded(AlarmFact):
    """A process is back, or what had changed is usual by now."""


@fact_type(
    "control.alarm_judged",
    sentence=gettext_noop("{actor} judged an alarm of {parameter_name}"),
    translated=("parameter_name",),
)
@dataclass(frozen=True, kw_only=True)
class AlarmJudged(AlarmFact):
    """A person said whether an alarm was real."""

    judgement: str


@fact_type(
    "control.case_resumed",
    sentence=gettext_noop("{parameter_name} in {plan_name} is watched again"),
    translated=("parameter_name",),
)
@dataclass(frozen=True, kw_only=True)
class CaseResumed(CaseFact):
    """The day has come until which a deviation was accepted, or a person took the acceptance back."""


@fact_type("control.rules_changed", sentence=gettext_noop("{actor} changed {count} rules of control"))
@dataclass(frozen=True)
class RulesChanged:
    """How control judges is otherwise; old and new numbers stand in the fact's changes."""

    count: int
