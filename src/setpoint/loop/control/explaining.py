"""Why a goal is off: by its factors against the plan, and by what has changed in the forecast since last week."""

from dataclasses import fields, replace
from typing import Any

import numpy as np

from setpoint.analysis.arrays import Ints
from setpoint.analysis.decomposition import product_split
from setpoint.analysis.forecast import look_ahead
from setpoint.analysis.waterfall import OpenBefore, Steps, waterfall
from setpoint.loop.control.evaluation import Evaluation
from setpoint.loop.control.facts import Facts
from setpoint.loop.control.pipeline import Pipeline
from setpoint.loop.control.situation import Goals
from setpoint.loop.control.tree import history_of
from setpoint.loop.plan.parameters import PARAMETERS, Parameter

WEEK = 7
FACTORS = ("arrivals", "conversion", "value")


def explain(facts: Facts, evaluation: Evaluation, cases: Ints) -> dict[int, dict[str, Any]]:
    """More about the cause of each case, JSON values in the smallest unit, by goal index.

    `factors`: what arrivals, conversion and value of a win contribute to forecast less plan, together exactly that
    (LMDI). `waterfall`: what has moved the company's forecast in seven days, in expected money. Loop mathematics 3.7.
    """
    found: dict[int, dict[str, Any]] = {}
    for index in cases.tolist():
        parameter = PARAMETERS.get(str(facts.goals.parameter[index]))
        if parameter is None or parameter.flow is None or parameter.value_of != "value":
            continue
        told: dict[str, Any] = {}
        if (factors := _factors(facts.goals, evaluation, index, parameter)) is not None:
            told["factors"] = factors
        pipeline = evaluation.pipelines.get(parameter.flow)
        if facts.goals.scope_kind[index] == "company" and pipeline is not None:
            steps = since_last_week(facts, pipeline, int(facts.goals.first[index]), int(facts.goals.last[index]))
            if steps is not None:
                told["waterfall"] = {each.name: round(getattr(steps, each.name)) for each in fields(steps)}
        found[index] = told
    return found


def _factors(goals: Goals, evaluation: Evaluation, index: int, parameter: Parameter) -> list[dict[str, Any]] | None:
    """Arrivals x conversion x value, planned and forecast; None where the plan does not say all three."""
    rows = [_same_scope(goals, index, parameter, value_of) for value_of in ("arrival", "one", "value")]
    if any(row is None for row in rows):
        return None
    targets = np.array([goals.target[row] for row in rows])
    means = np.array([evaluation.findings.mean[row] for row in rows])
    if min(targets.min(), means.min()) <= 0:
        return None
    plan, forecast = (np.array([n, won / n, revenue / won]) for n, won, revenue in (targets, means))
    parts = product_split(plan, forecast)
    return [{"factor": name, "effect": round(float(part))} for name, part in zip(FACTORS, parts, strict=True)]


def _same_scope(goals: Goals, index: int, parameter: Parameter, value_of: str) -> int | None:
    """The goal of the same scope, plan and flow that is fed so."""
    fed = {each.key for each in PARAMETERS.values() if (each.flow, each.value_of) == (parameter.flow, value_of)}
    same = (
        np.isin(goals.parameter, list(fed))
        & (goals.plan == goals.plan[index])
        & (goals.scope_kind == goals.scope_kind[index])
        & (goals.scope_id == goals.scope_id[index])
    )
    rows = np.flatnonzero(same)
    return int(rows[0]) if len(rows) else None


def since_last_week(facts: Facts, pipeline: Pipeline, first: int, last: int) -> Steps | None:
    """What has moved the expected money of a period in seven days; None where it was not running a week ago.

    Both looks are by today's model, so what the model has learnt meanwhile moves nothing.
    """
    then = facts.day - WEEK
    if then < first or facts.day >= last:
        return None
    history = history_of(pipeline.flow, pipeline.nodes)
    looks = []
    for day in (then, facts.day):
        model = replace(pipeline.model, now=day)
        known = history.known_at(day)
        seen = look_ahead(
            model,
            known,
            pipeline.nodes.tree,
            pipeline.calendar,
            first=first,
            last=last,
            past=np.zeros((0, 2), np.int64),
        )
        opened = known.open()
        stage_of = dict(zip(known.item[opened].tolist(), known.spells.stage[opened].tolist(), strict=True))
        order = np.argsort(seen.items.key, kind="stable")
        key = seen.items.key[order]
        stage = np.array([stage_of.get(item, -1) for item in key.tolist()], dtype=np.int64)
        worth = seen.items.value[order] * seen.ratio[0]
        coming = float(seen.new.count @ seen.new.value)
        looks.append((OpenBefore(key, stage, seen.items.p[order], worth), float(seen.done_revenue.sum()), coming))
    before, after = looks
    return waterfall(before[0], after[0], done=(before[1], after[1]), to_come=(before[2], after[2]))
