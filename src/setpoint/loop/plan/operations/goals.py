"""Setting goals and changing them. A version is never changed: every write makes the next one."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from setpoint.kernel import facts, jobs
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now, company_today
from setpoint.kernel.models import User
from setpoint.kernel.refs import Ref
from setpoint.loop.plan.models import Goal, Plan, PlanVersion, VersionKind
from setpoint.loop.plan.parameters import PARAMETERS
from setpoint.loop.plan.periods import is_whole_months, name_of
from setpoint.loop.plan.permissions import GOAL, may_lower, require_change, require_lowering
from setpoint.loop.plan.queries import current_version, frozen_from, key_of
from setpoint.loop.plan.quotas import GoalTree
from setpoint.loop.plan.record import GoalSet, NodeChanged

BATCH = 500
TURN = "loop.tick"


@transaction.atomic
def set_goals(
    *, first_day: date, last_day: date, trees: Sequence[GoalTree], by: Actor, reason: str = ""
) -> PlanVersion:
    """Plan parameters for a period, each with its whole tree; parameters planned before and not named stay.

    ValidationError where the period is not whole months or crosses another one, a parameter is unknown, a target is
    negative, or something is asked of somebody who has left.
    """
    _check(first_day, last_day, trees)
    _refuse_crossing(first_day, last_day)
    _require_staff({scope for tree in trees for scope, target in zip(tree.scopes, tree.target, strict=True) if target})
    for tree in trees:
        require_change(by, *tree.scopes[0])
    plan, _created = Plan.objects.get_or_create(
        first_day=first_day, last_day=last_day, defaults={"name": name_of(first_day, last_day)}
    )
    before = _lock(plan)
    kept = [goal for goal in _goals(before) if goal.parameter not in {tree.parameter for tree in trees}]
    known = {goal.parameter for goal in _goals(before)} - {goal.parameter for goal in kept}
    for tree in trees:
        _refuse_lowering(by, before, tree)
    version = _next(plan, before, VersionKind.REPLAN if known else VersionKind.BASE, by, reason)
    _copy(kept, version)
    roots = [_plant(tree, version) for tree in trees]
    facts.emit_many(
        [
            facts.NewFact(
                GoalSet(**_about(version, tree.parameter, reason), target=int(tree.target[0]), goals=len(tree.scopes)),
                about=Ref(GOAL, root.pk),
                by=by,
                occurred_at=version.created_at,
            )
            for tree, root in zip(trees, roots, strict=True)
        ]
    )
    return version


@transaction.atomic
def change_targets(*, version: PlanVersion, targets: Mapping[int, int], by: Actor, reason: str) -> PlanVersion:
    """Change goals of the version in force (goal id → target) and return the next version; all others stay.

    ValidationError where the version was superseded meanwhile, no reason is given, a target is negative, or more is
    asked of somebody who has left.
    """
    before = _lock(version.plan)
    if before is None or before.pk != version.pk:
        raise ValidationError(_("The plan was changed meanwhile. Look at it again."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the goal is changed.")})
    if company_today() >= frozen_from(before.plan):
        _require_thaw(by)
    goals = _goals(before)
    found = [goal for goal in goals if goal.pk in targets and targets[goal.pk] != goal.target]
    if len({goal.pk for goal in goals} & set(targets)) != len(targets):
        raise ValidationError(_("The goal belongs to another version of the plan."))
    _require_staff({(goal.scope_kind, goal.scope_id) for goal in found if targets[goal.pk] > goal.target})
    for goal in found:
        _require_target(targets[goal.pk])
        require_change(by, goal.scope_kind, goal.scope_id)
        if goal.parent_id is None and targets[goal.pk] < goal.target:
            require_lowering(by)
    if not found:
        return before
    after = _next(before.plan, before, VersionKind.REPLAN, by, reason.strip())
    changed = {key_of(goal): (goal.target, targets[goal.pk]) for goal in found}
    copies = _copy(goals, after, {key: pair[1] for key, pair in changed.items()})
    facts.emit_many(
        [
            facts.NewFact(
                NodeChanged(**_about(after, key[0], reason.strip()), scope_kind=key[1], scope_id=key[2]),
                about=Ref(GOAL, copies[key].pk),
                by=by,
                occurred_at=after.created_at,
                changes={"target": [*pair]},
            )
            for key, pair in changed.items()
        ]
    )
    return after


def change_target(*, goal: Goal, target: int, by: Actor, reason: str) -> PlanVersion:
    """Change one goal of the version in force, as `change_targets`."""
    return change_targets(version=goal.version, targets={goal.pk: target}, by=by, reason=reason)


def _check(first_day: date, last_day: date, trees: Sequence[GoalTree]) -> None:
    if not is_whole_months(first_day, last_day):
        raise ValidationError(_("A plan is made for whole months."))
    if unknown := {tree.parameter for tree in trees} - set(PARAMETERS):
        raise ValidationError(_("Not a parameter: %(names)s") % {"names": ", ".join(sorted(unknown))})
    for tree in trees:
        for target in tree.target.tolist():
            _require_target(target)


def _refuse_crossing(first_day: date, last_day: date) -> None:
    """A month may lie in a quarter; of two periods that cross, what happens in both would be asked twice."""
    crossing = Plan.objects.filter(
        Q(first_day__lt=first_day, last_day__gte=first_day, last_day__lt=last_day)
        | Q(first_day__gt=first_day, first_day__lte=last_day, last_day__gt=last_day)
    ).first()
    if crossing is not None:
        told = _("The period crosses %(name)s, which is planned already: choose one that lies within it or beside it.")
        raise ValidationError({"first_day": told % {"name": crossing.name}})


def _require_staff(scopes: set[tuple[str, int]]) -> None:
    """Raise ValidationError where something is asked of somebody who has left."""
    owners = {number for kind, number in scopes if kind == "owner"}
    gone = User.objects.filter(pk__in=owners, is_active=False).order_by("name").values_list("name", flat=True)
    if gone:
        told = _("No longer here: %(names)s. Share their goals among those who are.")
        raise ValidationError({"target": told % {"names": ", ".join(gone)}})


def _require_thaw(by: Actor) -> None:
    """In the last part of a period goals stay as they are, or a plan would be made to fit the result."""
    if not may_lower(by):
        raise ValidationError(
            _("The period is nearly over: its goals stay as they are. Only the owner of the company can change them.")
        )


def _require_target(target: int) -> None:
    if not 0 <= target < 2**62:
        raise ValidationError({"target": _("A goal is a number of at least 0.")})


def _lock(plan: Plan) -> PlanVersion | None:
    Plan.objects.select_for_update().get(pk=plan.pk)
    return current_version(plan)


def _goals(version: PlanVersion | None) -> list[Goal]:
    return [] if version is None else list(version.goals.order_by("pk"))


def _refuse_lowering(by: Actor, before: PlanVersion | None, tree: GoalTree) -> None:
    root = None if before is None else before.goals.filter(parameter=tree.parameter, parent=None).first()
    if root is not None and int(tree.target[0]) < root.target:
        require_lowering(by)


def _next(plan: Plan, before: PlanVersion | None, kind: VersionKind, by: Actor, reason: str) -> PlanVersion:
    # whoever sets a goal wants to see now how it stands, not tomorrow; without a key: a turn that runs knows it not yet
    jobs.enqueue(TURN, by=by)
    return PlanVersion.objects.create(
        plan=plan,
        number=1 if before is None else before.number + 1,
        kind=kind,
        created_at=company_now(),
        author_id=by.user_id,
        author_label=by.label,
        reason=reason,
        supersedes=before,
    )


def _copy(
    goals: Sequence[Goal], version: PlanVersion, targets: Mapping[tuple[str, str, int], int] | None = None
) -> dict[tuple[str, str, int], Goal]:
    """Copy goals into a version, level by level; those named get a new target, set by hand."""
    targets = targets or {}
    copies: dict[int | None, Goal] = {}
    waiting = list(goals)
    while waiting:
        level = [goal for goal in waiting if goal.parent_id is None or goal.parent_id in copies]
        made = Goal.objects.bulk_create(
            [
                Goal(
                    version=version,
                    parameter=goal.parameter,
                    scope_kind=goal.scope_kind,
                    scope_id=goal.scope_id,
                    parent=copies[goal.parent_id] if goal.parent_id else None,
                    target=targets.get(key_of(goal), goal.target),
                    mean=goal.mean,
                    sd=goal.sd,
                    by_hand=goal.by_hand or key_of(goal) in targets,
                )
                for goal in level
            ],
            batch_size=BATCH,
        )
        copies |= {goal.pk: copy for goal, copy in zip(level, made, strict=True)}
        waiting = [goal for goal in waiting if goal.pk not in copies]
    return {key_of(copy): copy for copy in copies.values()}


def _plant(tree: GoalTree, version: PlanVersion) -> Goal:
    """Create the goals of a tree, level by level; return the root."""
    made: dict[int, Goal] = {}
    level = [node for node, parent in enumerate(tree.parent.tolist()) if parent < 0]
    while level:
        goals = [
            Goal(
                version=version,
                parameter=tree.parameter,
                scope_kind=tree.scopes[node][0],
                scope_id=tree.scopes[node][1],
                parent=made.get(int(tree.parent[node])),
                target=int(tree.target[node]),
                mean=float(tree.mean[node]),
                sd=float(tree.sd[node]),
            )
            for node in level
        ]
        made |= dict(zip(level, Goal.objects.bulk_create(goals, batch_size=BATCH), strict=True))
        level = [node for node, parent in enumerate(tree.parent.tolist()) if parent in set(level)]
    return made[0]


def _about(version: PlanVersion, parameter: str, reason: str) -> dict[str, Any]:
    with translation.override(None):
        name = str(PARAMETERS[parameter].name)
    return {
        "plan": version.plan_id,
        "plan_name": version.plan.name,
        "version": version.number,
        "parameter": parameter,
        "parameter_name": name,
        "reason": reason,
    }
