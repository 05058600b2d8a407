"""Facts of corrections and levers."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from setpoint.kernel.facts import fact_type


@dataclass(frozen=True, kw_only=True)
class CorrectionFact:
    """Which lever, for which goal."""

    lever: str
    lever_name: str
    parameter: str
    scope_kind: str
    scope_id: int


@fact_type(
    "act.correction_proposed", sentence=gettext_noop("{actor} proposed: {lever_name}"), translated=("lever_name",)
)
@dataclass(frozen=True, kw_only=True)
class CorrectionProposed(CorrectionFact):
    """A lever proposed; money in minor units."""

    authority: str
    expected: int
    currency: str
    p_before: float
    p_after: float


@fact_type(
    "act.correction_adjusted",
    sentence=gettext_noop("{actor} changed the proposal “{lever_name}”: {units} units of {before}"),
    translated=("lever_name",),
)
@dataclass(frozen=True, kw_only=True)
class CorrectionAdjusted(CorrectionFact):
    """A person took fewer units or other receivers."""

    before: int
    units: int


@fact_type(
    "act.correction_approved", sentence=gettext_noop("{actor} approved: {lever_name}"), translated=("lever_name",)
)
@dataclass(frozen=True, kw_only=True)
class CorrectionApproved(CorrectionFact):
    """A person said yes."""


@fact_type(
    "act.correction_declined",
    sentence=gettext_noop("{actor} declined “{lever_name}”: {reason}"),
    translated=("lever_name", "reason"),
)
@dataclass(frozen=True, kw_only=True)
class CorrectionDeclined(CorrectionFact):
    """A person said no, with one of the reason codes; `reason` is its English wording."""

    reason_code: str
    reason: str
    note: str


@fact_type(
    "act.correction_executed",
    sentence=gettext_noop("{actor} applied “{lever_name}” to {treated} units, {held} kept for comparison"),
    translated=("lever_name",),
)
@dataclass(frozen=True, kw_only=True)
class CorrectionExecuted(CorrectionFact):
    """The changes of the treated units were written."""

    treated: int
    held: int
    design: str


@fact_type(
    "act.correction_undone", sentence=gettext_noop("{actor} took back: {lever_name}"), translated=("lever_name",)
)
@dataclass(frozen=True, kw_only=True)
class CorrectionUndone(CorrectionFact):
    """Everything was put back."""


@fact_type(
    "act.correction_expired",
    sentence=gettext_noop("Nobody decided on “{lever_name}” in time"),
    translated=("lever_name",),
)
@dataclass(frozen=True, kw_only=True)
class CorrectionExpired(CorrectionFact):
    """The time to decide is over."""


@fact_type(
    "act.correction_overtaken",
    sentence=gettext_noop("“{lever_name}” was withdrawn: its goal has been changed since"),
    translated=("lever_name",),
)
@dataclass(frozen=True, kw_only=True)
class CorrectionOvertaken(CorrectionFact):
    """Another target stands in the plan than the one it was proposed for."""


@fact_type(
    "act.correction_verified",
    sentence=gettext_noop("The effect of “{lever_name}” was measured, evidence {grade}"),
    translated=("lever_name",),
)
@dataclass(frozen=True, kw_only=True)
class CorrectionVerified(CorrectionFact):
    """The window closed; `effect` on the proximal metric with its standard error, None where none can be measured."""

    effect: float | None
    se: float | None
    grade: str


@fact_type(
    "act.team_lever_set",
    sentence=gettext_noop("{actor} set the lever “{lever_name}” in the team {team}: {authority}"),
    translated=("lever_name", "authority"),
)
@dataclass(frozen=True, kw_only=True)
class TeamLeverSet:
    """A team lets a lever go less far than the company does, or as far again."""

    lever: str
    lever_name: str
    team: str
    authority: str


@fact_type(
    "act.lever_set",
    sentence=gettext_noop("{actor} set the lever “{lever_name}”: {why}"),
    translated=("lever_name", "why"),
)
@dataclass(frozen=True, kw_only=True)
class LeverSet:
    """Authority, switch, belief or dose of a lever changed; old and new values stand in the fact's changes."""

    lever: str
    lever_name: str
    why: str
