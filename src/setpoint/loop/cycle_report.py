"""What the loop knows, as command line and pages show it: every goal, what deviates, and when all is quiet."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count

from setpoint.analysis.classes import Admissibility
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import Company, Team, User
from setpoint.kernel.permissions import visible_to
from setpoint.loop.act.models.correction import WAITING
from setpoint.loop.control.grey import REASONS
from setpoint.loop.control.models import CaseState, Forecast, Run
from setpoint.loop.control.permissions import CASE
from setpoint.loop.control.queries import run_at
from setpoint.loop.plan.models import Plan
from setpoint.loop.plan.parameters import PARAMETERS
from setpoint.loop.plan.permissions import GOAL

FIGURES = ("expected", "actual", "mean", "q10", "q25", "q50", "q75", "q90")
STORED = (
    *FIGURES,
    *("target", "p_hit", "p_hit_if_accepted", "admissibility", "why", "money_at_risk", "goal_id"),
    *("goal__parent_id", "goal__parameter", "goal__scope_kind", "goal__scope_id", "goal__version__plan_id"),
)
WANTED = ("goal__version__plan_id", "goal__parameter", "goal__scope_kind", "goal__scope_id")
CLASSES = {each.value: each.name.lower() for each in Admissibility}


@dataclass(frozen=True)
class Names:
    """What scopes are called."""

    found: dict[tuple[str, int], str]

    def of(self, kind: str, number: int) -> str:
        """Name of a scope, its kind and number where it is gone."""
        return self.found.get((kind, number), f"{kind} {number}")


def scope_names() -> Names:
    """Return the names of company, teams and people. Three queries."""
    found = {("company", pk): name for pk, name in Company.objects.values_list("pk", "name")}
    found |= {("team", pk): name for pk, name in Team.objects.values_list("pk", "name")}
    found |= {("owner", pk): name for pk, name in User.objects.values_list("pk", "name")}
    return Names(found)


@dataclass(frozen=True)
class Turn:
    """The last run and what everything is called: what a page that asks several times asks once."""

    run: Run | None
    names: Names

    @classmethod
    def last(cls, as_of: datetime | None = None) -> "Turn":
        """Return the last run (up to `as_of`) with today's names. Four queries."""
        return cls(run_at(as_of), scope_names())


def report(actor: Actor, as_of: datetime | None = None, *, turn: Turn | None = None) -> list[dict[str, Any]]:
    """Return what the last run (up to `as_of`) said of every goal that the actor sees; JSON values.

    Quantities in the parameter's smallest unit (`unit`, `currency`), money at risk in minor units.
    """
    turn = turn or Turn.last(as_of)
    run, names = turn.run, turn.names
    if run is None:
        return []
    rows = Forecast.objects.filter(run=run, goal__in=visible_to(actor, GOAL)).order_by(
        "goal__version__plan__first_day", "goal__parameter", "goal_id"
    )
    currency = Company.objects.values_list("currency", flat=True).first() or ""
    waiting = _waiting(actor)
    # rows and no objects: a company has hundreds of goals, of few parameters and plans
    stored = list(rows.values(*STORED))
    declared = {key: _declared(key) for key in {row["goal__parameter"] for row in stored}}
    plans = {
        plan.pk: {"period": plan.name, "first_day": plan.first_day.isoformat(), "last_day": plan.last_day.isoformat()}
        for plan in Plan.objects.filter(pk__in={row["goal__version__plan_id"] for row in stored})
    }
    return [
        {
            "as_of": run.day.isoformat(),
            "goal": row["goal_id"],
            "parent": row["goal__parent_id"],
            **declared[row["goal__parameter"]],
            "currency": currency,
            "scope_kind": row["goal__scope_kind"],
            "scope_id": row["goal__scope_id"],
            "scope_name": names.of(row["goal__scope_kind"], row["goal__scope_id"]),
            **plans[row["goal__version__plan_id"]],
            "plan": row["target"],
            **{name: row[name] for name in FIGURES},
            "p_hit": row["p_hit"],
            "p_hit_if_accepted": row["p_hit_if_accepted"],
            "class": CLASSES[row["admissibility"]],
            "why": str(REASONS.get(row["why"], "")) if row["why"] else "",
            "money_at_risk": row["money_at_risk"],
            "proposals": waiting.get(tuple(row[part] for part in WANTED), []),
        }
        for row in stored
    ]


def _declared(parameter: str) -> dict[str, Any]:
    declared = PARAMETERS.get(parameter)
    return {
        "parameter": parameter,
        "parameter_name": str(declared.name) if declared else parameter,
        "unit": str(declared.unit) if declared else "",
        "direction": declared.direction if declared else 1,
    }


def deviations(
    actor: Actor, as_of: datetime | None = None, *, names: Names | None = None, limit: int | None = None
) -> list[dict[str, Any]]:
    """Return the deviations open now (or open at `as_of`) that the actor sees, greatest money at risk first."""
    cases = visible_to(actor, CASE).select_related("plan")
    if as_of is None:
        cases = cases.filter(closed_at__isnull=True, state__in=(CaseState.OPEN, CaseState.CORRECTED))
    else:
        cases = cases.filter(opened_at__lte=as_of).exclude(closed_at__lte=as_of)
    names = names or scope_names()
    return [
        {
            "case": case.pk,
            "parameter": case.parameter,
            "parameter_name": str(PARAMETERS[case.parameter].name) if case.parameter in PARAMETERS else case.parameter,
            "scope_kind": case.scope_kind,
            "scope_id": case.scope_id,
            "scope_name": names.of(case.scope_kind, case.scope_id),
            "period": case.plan.name,
            "since": case.opened_at,
            "class": CLASSES[case.admissibility],
            "p_hit": case.p_hit,
            "gap": case.gap,
            "money_at_risk": case.money_at_risk,
            "cause": case.cause
            | {
                "children": [
                    child | {"scope_name": names.of(child["scope_kind"], child["scope_id"])}
                    for child in case.cause.get("children", [])
                ]
            },
        }
        for case in cases.order_by("-money_at_risk", "pk")[:limit]
    ]


@dataclass(frozen=True)
class Checked:
    """What was looked at and when, so that quiet is a statement and not an empty page."""

    day: date
    at: datetime
    goals: int
    classes: dict[str, int]
    """Number of goals by class."""
    deviations: int
    accepted: int
    """Deviations that a person has accepted: silent, and counted."""

    @property
    def quiet(self) -> bool:
        """Whether nothing needs an action."""
        return self.deviations == 0


def checked(actor: Actor, run: Run | None = None) -> Checked | None:
    """Return what the last run looked at of what the actor sees, None where the loop was never turned."""
    run = run or run_at()
    if run is None:
        return None
    seen = Forecast.objects.filter(run=run, goal__in=visible_to(actor, GOAL))
    counted = seen.order_by().values_list("admissibility").annotate(Count("pk"))
    classes = {CLASSES[value]: count for value, count in counted}
    states = Counter(visible_to(actor, CASE).filter(closed_at__isnull=True).values_list("state", flat=True))
    silent = states[CaseState.SNOOZED] + states[CaseState.REJECTED]
    return Checked(
        day=run.day,
        at=run.at,
        goals=sum(classes.values()),
        classes=classes,
        deviations=sum(states.values()) - silent,
        accepted=silent,
    )


def _waiting(actor: Actor) -> dict[tuple[Any, ...], list[int]]:
    """Corrections that wait for a decision, by (plan, parameter, scope)."""
    found: dict[tuple[Any, ...], list[int]] = {}
    rows = visible_to(actor, "loop.correction").filter(state__in=WAITING).order_by("pk")
    for pk, *key in rows.values_list("pk", "plan_id", "parameter", "scope_kind", "scope_id"):
        found.setdefault(tuple(key), []).append(pk)
    return found
