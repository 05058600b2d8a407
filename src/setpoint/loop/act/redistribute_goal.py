"""Lever: split a goal anew so that everybody has the same chance to reach his part. It proves nothing: grade E."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_noop, ngettext
from django.utils.translation import gettext_lazy as _

from setpoint.analysis.belief import Belief
from setpoint.analysis.design import Unit
from setpoint.analysis.quotas import equal_difficulty, evenness, hit_probabilities
from setpoint.kernel.actors import Actor
from setpoint.loop.act import phrases
from setpoint.loop.act.explanation import Sentence, Slot
from setpoint.loop.act.goals import TENTH, gap_inputs, in_scope
from setpoint.loop.act.levers import Applied, Authority, JsonDict, Lever, Terms, register_lever
from setpoint.loop.act.proposal import Change, Money, Proposal
from setpoint.loop.control.situation import Goals, Situation
from setpoint.loop.plan.models import Goal, Plan
from setpoint.loop.plan.operations import goals
from setpoint.loop.plan.parameters import parameter
from setpoint.loop.plan.queries import current_version, key_of

GOAL = "loop.goal"


@register_lever
class RedistributeGoal(Lever):
    """Equal difficulty with the sum fixed: T_n = mean_n + z sd_n, one z for all."""

    key = "loop.redistribute_goal"
    name = _("Redistribute the goal")
    what = _("Splits a goal anew so that everybody has the same chance to reach his part; the sum stays.")
    metric = _("evenness of the chances to reach the parts")
    corrects = ()
    authority = Authority.ASKS
    unit = Unit.NODE
    divisible = False
    can_randomise = False
    unit_kind = GOAL
    writes = "loop.goal.target"
    window = 1
    prior = Belief(0.0, 1.0)
    first_dose = 1000
    hold_share = 0.0
    hold_days = 65
    limits = {
        "uneven": 0.15,
        "cap": 0.30,
        "frozen_share": 0.15,
        "changes_per_person_week": 2.0,
        "changes_per_week": 25.0,
    }

    def propose(self, situation: Situation, terms: Terms, *, seed: int) -> list[Proposal]:
        """Return a proposal for each uneven split of a goal one of whose parts has an open case."""
        del seed
        planned = situation.goals
        found: list[Proposal] = []
        troubled = {int(planned.parent[index]) for index in situation.cases.tolist()} - {-1}
        for parent in sorted(troubled):
            parts = np.flatnonzero(planned.parent == parent)
            if len(parts) < 2 or not self._may_change(situation, terms, parent, parts):  # noqa: PLR2004 - a split has two
                continue
            inputs = _inputs(situation, terms, parent, parts)
            if inputs["uneven_before"] - inputs["uneven_after"] >= terms.limits["uneven"] / 2:
                found.append(_proposal(self, inputs))
        return found

    def adjust(self, proposal: Proposal, terms: Terms, *, units: int | None, receivers: Sequence[int]) -> Proposal:
        """A split is taken whole: ValidationError."""
        del proposal, terms, units, receivers
        raise ValidationError(gettext("A split is taken whole. Change single goals in the plan."))

    def explain(self, inputs: Mapping[str, Any]) -> list[Sentence]:
        """Say how uneven the chances are, what changes most, and that this proves nothing."""
        kind, parts = phrases.unit_of(inputs), inputs["parts"]
        worst = min(parts, key=lambda part: part["p_before"])
        best = max(parts, key=lambda part: part["p_before"])
        changed = sum(part["before"] != part["after"] for part in parts)
        return [
            phrases.gap(inputs),
            Sentence(
                gettext_noop("The parts are not equally hard: {worst} has a chance of {low}, {best} of {high}."),
                {
                    "worst": Slot("scope", worst["scope"]),
                    "low": Slot("chance", worst["p_before"]),
                    "best": Slot("scope", best["scope"]),
                    "high": Slot("chance", best["p_before"]),
                },
            ),
            Sentence(
                lambda: ngettext(
                    "Proposal: {changed} part changes, {worst} from {before} to {after}; the sum stays {sum}.",
                    "Proposal: {changed} parts change, {worst} from {before} to {after}; the sum stays {sum}.",
                    changed,
                ),
                {
                    "changed": Slot("count", changed),
                    "worst": Slot("scope", worst["scope"]),
                    "before": Slot(kind, worst["before"]),
                    "after": Slot(kind, worst["after"]),
                    "sum": Slot(kind, sum(part["after"] for part in parts)),
                },
                "proposal",
            ),
            Sentence(
                gettext_noop("The chances then differ by {after} instead of {before} (standard deviation)."),
                {
                    "after": Slot("spread", inputs["uneven_after"]),
                    "before": Slot("spread", inputs["uneven_before"]),
                },
                "effect",
            ),
            Sentence(
                gettext_noop("This brings no money and proves nothing (evidence E): it only makes the parts fair."),
                part="risk",
            ),
            phrases.until(inputs),
        ]

    def counted(self, units: int) -> str:
        """So many goals."""
        return ngettext("{count} goal", "{count} goals", units).format(count=units)

    def apply(self, applied: Applied, *, by: Actor) -> JsonDict:
        """Write a new version of the plan with the new targets."""
        found = Goal.objects.select_related("version").in_bulk([change.id for change in applied.changes])
        if any(found[change.id].target != change.before for change in applied.changes):
            raise ValidationError(gettext("The plan was changed meanwhile. Let the loop propose anew."))
        version = next(iter(found.values())).version
        targets = {change.id: int(change.after) for change in applied.changes}
        goals.change_targets(version=version, targets=targets, by=by, reason=gettext("equal difficulty"))
        return {
            "plan": version.plan_id,
            "targets": [[*key_of(found[change.id]), change.before, change.after] for change in applied.changes],
        }

    def undo(self, correction: int, record: JsonDict, *, by: Actor) -> None:
        """Write a version with the targets of before; goals that people have changed since stay."""
        del correction
        version = current_version(Plan.objects.get(pk=record["plan"]))
        if version is None:
            return
        now = {key_of(goal): goal for goal in version.goals.all()}
        back = {}
        for parameter_key, kind, scope, before, after in record["targets"]:
            goal = now.get((parameter_key, kind, scope))
            if goal is not None and goal.target == after:
                back[goal.pk] = int(before)
        goals.change_targets(version=version, targets=back, by=by, reason=gettext("taken back"))

    def _may_change(self, situation: Situation, terms: Terms, parent: int, parts: Any) -> bool:
        planned = situation.goals
        length = int(planned.last[parent]) - int(planned.first[parent]) + 1
        left = int(planned.last[parent]) - situation.day
        frozen = left < terms.limits["frozen_share"] * length
        held = terms.held.get(self.writes, frozenset())
        free = held.isdisjoint(planned.id[parts].tolist())
        # what is won can be forecast for every part; plans of touches or of openings are the parts' own
        won = parameter(str(planned.parameter[parent])).value_of in {"value", "one"}
        return won and free and not frozen


def _inputs(situation: Situation, terms: Terms, parent: int, parts: Any) -> dict[str, Any]:
    planned, verdicts = situation.goals, situation.verdicts
    total = round(float(planned.target[parts].sum()))
    targets = np.round(planned.target[parts]).astype(np.int64)
    mean = verdicts.mean[parts]
    sd = np.maximum((verdicts.q90[parts] - verdicts.q10[parts]) / (2 * TENTH), 1e-9)
    quotas = equal_difficulty(mean, sd, total, previous=targets, cap=terms.limits["cap"])
    before, after = hit_probabilities(mean, sd, targets), hit_probabilities(mean, sd, quotas.targets)
    return gap_inputs(situation, parent) | {
        "goal": int(planned.id[parent]),
        "expires": min(situation.day + 7, int(planned.last[parent])),
        "uneven_before": evenness(before),
        "uneven_after": evenness(after),
        "parts": [
            {
                "goal": int(planned.id[part]),
                "scope": [str(planned.scope_kind[part]), int(planned.scope_id[part])],
                "mean": float(mean[at]),
                "sd": float(sd[at]),
                "before": int(targets[at]),
                "after": int(quotas.targets[at]),
                "p_before": float(before[at]),
                "p_after": float(after[at]),
            }
            for at, part in enumerate(parts.tolist())
        ],
        "below": [
            change
            for at, part in enumerate(parts.tolist())
            for change in _below(planned, part, int(quotas.targets[at]), int(planned.id[part]))
        ],
        "people": _people(planned, situation, parent),
    }


def _below(planned: Goals, parent: int, target: int, unit: int) -> list[list[int]]:
    """Targets [goal, before, after, unit] of all below a part: in the proportion they had, summing exactly."""
    children = np.flatnonzero(planned.parent == parent)
    before = np.round(planned.target[children]).astype(np.int64)
    weight = before.astype(np.float64) if before.sum() else np.ones(len(children))
    after = np.diff(np.round(np.cumsum(weight) / max(weight.sum(), 1.0) * target).astype(np.int64), prepend=0)
    changes: list[list[int]] = []
    for child, old, new in zip(children.tolist(), before.tolist(), after.tolist(), strict=True):
        if old != new:
            changes += [[int(planned.id[child]), old, new, unit], *_below(planned, child, new, unit)]
    return changes


def _people(planned: Goals, situation: Situation, parent: int) -> list[int]:
    """Everybody whose goal may change: the owners in the scope of the goal that is split."""
    flow = parameter(str(planned.parameter[parent])).flow
    if flow is None or flow not in situation.flows:
        return []
    found = situation.flows[flow]
    inside = in_scope(found, str(planned.scope_kind[parent]), int(planned.scope_id[parent])) & found.active
    return sorted(found.owners[inside].tolist())


def _proposal(lever: Lever, inputs: Mapping[str, Any]) -> Proposal:
    parts = inputs["parts"]
    rows = [(part["goal"], part["before"], part["after"], part["goal"]) for part in parts]
    rows += [tuple(change) for change in inputs["below"]]
    return Proposal(
        lever=lever.key,
        goal=inputs["goal"],
        scope_kind=inputs["scope"][0],
        scope_id=inputs["scope"][1],
        people=tuple(inputs["people"]),
        unit_kind=GOAL,
        units=np.array([part["goal"] for part in parts], dtype=np.int64),
        blocks=np.zeros(len(parts), dtype=np.int64),
        covariate=np.array([part["p_before"] for part in parts]),
        changes=tuple(
            Change(GOAL, goal, "target", before, after, part) for goal, before, after, part in rows if before != after
        ),
        expected=Money(0.0, 0.0, 0.0),
        cost=0,
        p_before=inputs["p_before"],
        p_after=inputs["p_before"],
        inputs=dict(inputs),
        window=lever.window,
        expires=inputs["expires"],
    )
