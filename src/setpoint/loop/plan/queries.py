"""Reads of plans used more than once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import OuterRef, QuerySet, Subquery

from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import visible_to
from setpoint.loop.plan.models import Goal, Plan, PlanVersion
from setpoint.loop.plan.permissions import GOAL

# parameter, scope kind, scope id: names a goal in every version of its plan
Key = tuple[str, str, int]


def key_of(goal: Goal) -> Key:
    """Return what names a goal in every version of its plan."""
    return goal.parameter, goal.scope_kind, goal.scope_id


def current_version(plan: Plan, as_of: datetime | None = None) -> PlanVersion | None:
    """Return the version of a plan in force (at `as_of`), None before its first."""
    versions = plan.versions.select_related("plan")
    if as_of is not None:
        versions = versions.filter(created_at__lte=as_of)
    return versions.order_by("-number").first()


def versions_in_force(day: date, as_of: datetime) -> list[PlanVersion]:
    """Return the versions at `as_of` of all plans that have not ended before `day`, earliest period first."""
    found: dict[int, PlanVersion] = {}
    rows = PlanVersion.objects.filter(plan__last_day__gte=day, created_at__lte=as_of).select_related("plan")
    for version in rows.order_by("number"):
        found[version.plan_id] = version
    return sorted(found.values(), key=lambda version: (version.plan.first_day, version.plan_id))


def visible_goals(actor: Actor, version: PlanVersion) -> QuerySet[Goal]:
    """Return the goals of a version that the actor sees."""
    return visible_to(actor, GOAL).filter(version=version)


def targets_in_force(plans: Iterable[int]) -> dict[tuple[int, str, str, int], int]:
    """Return the targets that stand, by plan, parameter, scope kind and scope id; one query."""
    latest = PlanVersion.objects.filter(plan=OuterRef("version__plan")).order_by("-number").values("pk")[:1]
    goals = Goal.objects.filter(version__plan__in=list(plans), version=Subquery(latest))
    rows = goals.values_list("version__plan_id", "parameter", "scope_kind", "scope_id", "target")
    return {(plan, parameter, kind, scope): target for plan, parameter, kind, scope, target in rows}


FROZEN_SHARE = Decimal("0.15")


def frozen_from(plan: Plan) -> date:
    """Return the first day of the last 15 % of a period, in which its goals stay as they are."""
    length = (plan.last_day - plan.first_day).days + 1
    return plan.last_day - timedelta(days=int(length * FROZEN_SHARE) - 1)


def first_targets(plan: Plan, parameter: str) -> dict[Key, int]:
    """Return what each goal of a parameter was when it was first set; one query."""
    rows = Goal.objects.filter(version__plan=plan, parameter=parameter).order_by("-version__number")
    return {
        (name, kind, number): target
        for name, kind, number, target in rows.values_list("parameter", "scope_kind", "scope_id", "target")
    }


@dataclass(frozen=True)
class Branch:
    """A goal as a plan page shows it: `parts` is the sum of the goals right below, None where there are none."""

    goal: Goal
    depth: int
    parts: int | None

    @property
    def difference(self) -> int:
        """How much more (or, negative, less) the parts promise than the whole asks."""
        return 0 if self.parts is None else self.parts - self.goal.target


def tree(goals: Sequence[Goal]) -> list[Branch]:
    """Return goals of one parameter as a tree in reading order, a parent before its children.

    Parts are meaningful for what adds up (`Parameter.additive`).
    """
    below: dict[int | None, list[Goal]] = defaultdict(list)
    known = {goal.pk for goal in goals}
    for goal in goals:
        below[goal.parent_id if goal.parent_id in known else None].append(goal)
    found: list[Branch] = []

    def walk(goal: Goal, depth: int) -> None:
        children = below.get(goal.pk, [])
        found.append(Branch(goal, depth, sum(child.target for child in children) if children else None))
        for child in children:
            walk(child, depth + 1)

    for goal in below[None]:
        walk(goal, 0)
    return found


def history(goal: Goal) -> list[Goal]:
    """Return what a goal was in every version of its plan, the first first, where its target changed."""
    rows = (
        Goal.objects.filter(
            version__plan=goal.version.plan_id,
            parameter=goal.parameter,
            scope_kind=goal.scope_kind,
            scope_id=goal.scope_id,
        )
        .select_related("version")
        .order_by("version__number")
    )
    changed: list[Goal] = []
    for row in rows:
        if not changed or changed[-1].target != row.target:
            changed.append(row)
    return changed
