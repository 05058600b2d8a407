"""Evaluating all goals of a day: what is due, reached and expected, how likely the goal is, what is at stake."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from setpoint.analysis.arrays import Floats
from setpoint.analysis.phit import NodeForecasts
from setpoint.analysis.predictive_sets import certain, normal_forecasts
from setpoint.loop.control.due import plan_line
from setpoint.loop.control.facts import Facts, Period
from setpoint.loop.control.grey import reasons
from setpoint.loop.control.money import worth_of
from setpoint.loop.control.outlook import PeriodView, look_at
from setpoint.loop.control.pacing import Group, Paced, pace
from setpoint.loop.control.pipeline import Pipeline, learn_pipeline, stock_ahead
from setpoint.loop.control.situation import Chances, Words
from setpoint.loop.plan.parameters import PARAMETERS, Kind


@dataclass(frozen=True)
class Findings:
    """Of every goal, all (goals,), smallest unit; before any class is given."""

    expected: Floats
    actual: Floats
    mean: Floats
    sd: Floats
    q10: Floats
    q25: Floats
    q50: Floats
    q75: Floats
    q90: Floats
    p_hit: Floats
    shortfall: Floats
    """E[(T - Y)+]"""
    money_at_risk: Floats
    money_planned: Floats
    """The target in minor units of money."""
    completeness: Floats
    """How far the data can be trusted, 0..1."""
    past_dates: Floats
    """Share of open items whose expected close date has passed."""
    why: Words
    """Why a goal is grey (`control.grey`), "" where it is not."""


@dataclass(frozen=True)
class Evaluation:
    """Findings with what they were read from."""

    findings: Findings
    chances: Mapping[tuple[str, int], Chances]
    pipelines: Mapping[str, Pipeline | None]


def evaluate(facts: Facts, *, seed: int) -> Evaluation:
    """Evaluate every goal. Same facts and seed, same numbers."""
    groups = groups_of(facts)
    used = {group.parameter.flow for group in groups}
    pipelines = {
        key: learn_pipeline(flow, facts.calendar, since=facts.since, sigmas=facts.sigma(key))
        for key, flow in facts.flows.items()
        if key in used
    }
    views: dict[tuple[str, Period], PeriodView] = {}
    columns = {name: np.zeros(len(facts.goals)) for name in Findings.__dataclass_fields__ if name != "why"}
    why = np.full(len(facts.goals), "", dtype="<U12")
    for group in groups:
        pipeline = pipelines.get(group.parameter.flow or "")
        view = None
        if pipeline is not None and group.last > facts.day:
            key = (pipeline.flow.key, (group.first, group.last))
            if key not in views:
                views[key] = look_at(facts, pipeline, key[1], groups, seed=seed)
            view = views[key]
        found = _found(facts, group, pipeline, view)
        forecasts, rows = found.forecasts, group.rows
        for name in ("mean", "sd", "q10", "q25", "q50", "q75", "q90", "p_hit"):
            columns[name][rows] = getattr(forecasts, name)
        worth = worth_of(facts, group, pipeline)
        columns["shortfall"][rows] = forecasts.money_at_risk
        columns["money_at_risk"][rows] = forecasts.money_at_risk * worth
        columns["money_planned"][rows] = facts.goals.target[rows] * worth
        columns["expected"][rows], columns["actual"][rows] = found.due, found.actual
        complete, past = _completeness(group, pipeline), past_dates(pipeline, facts.day)
        columns["completeness"][rows], columns["past_dates"][rows] = complete, past
        why[rows] = reasons(
            facts,
            group,
            pipeline,
            mean=forecasts.mean,
            p_hit=forecasts.p_hit,
            completeness=complete,
            past_dates=past,
        )
    grey = why != ""
    for name in ("p_hit", "mean", "sd", "q10", "q25", "q50", "q75", "q90", "shortfall", "money_at_risk"):
        columns[name][grey] = np.nan_to_num(columns[name][grey], posinf=0.0, neginf=0.0)
    chances = {(flow, period[1]): view.chances for (flow, period), view in views.items()}
    return Evaluation(Findings(**columns, why=why), chances, pipelines)


def groups_of(facts: Facts) -> list[Group]:
    """Goals by parameter and period; those of undeclared parameters are left out."""
    goals = facts.goals
    keys = list(zip(goals.parameter.tolist(), goals.first.tolist(), goals.last.tolist(), strict=True))
    rows: dict[tuple[str, int, int], list[int]] = {}
    for row, key in enumerate(keys):
        rows.setdefault(key, []).append(row)
    return [
        Group(PARAMETERS[name], first, last, np.array(found, dtype=np.int64))
        for (name, first, last), found in rows.items()
        if name in PARAMETERS
    ]


def _found(facts: Facts, group: Group, pipeline: Pipeline | None, view: PeriodView | None) -> Paced:
    """Forecast a group by its pipeline where it has one, else by its pace."""
    parameter = group.parameter
    if parameter.kind is Kind.STOCK:
        return _stock(facts, group, pipeline)
    if view is None or parameter.value_of not in {"value", "one"}:
        return pace(facts, group)
    goals, rows = facts.goals, group.rows
    nodes = view.nodes.of(goals.scope_kind[rows].tolist(), goals.scope_id[rows].tolist())
    inside = nodes >= 0
    measure, money = parameter.measure, parameter.value_of == "value"
    share = plan_line(facts, measure, group.first, group.last, money=money).due(facts.day)
    n, total, _ = facts.sums(facts.periods[group.first, group.last], measure, rows)
    forecasts = view.revenue if money else view.wins
    columns = {name: np.array(getattr(forecasts, name)[nodes]) for name in NodeForecasts.__dataclass_fields__}
    if not inside.all():
        others = pace(facts, replace(group, rows=rows[~inside])).forecasts
        for name, column in columns.items():
            column[~inside] = getattr(others, name)
    return Paced(NodeForecasts(**columns), goals.target[rows] * share, total if money else n)


def _stock(facts: Facts, group: Group, pipeline: Pipeline | None) -> Paced:
    """A level on the last day: what stays of the open items and what comes."""
    goals, rows = facts.goals, group.rows
    target = goals.target[rows]
    if pipeline is None:
        return Paced(certain(np.zeros(len(rows)), target), target, np.zeros(len(rows)))
    nodes = pipeline.nodes.of(goals.scope_kind[rows].tolist(), goals.scope_id[rows].tolist())
    now, mean, variance = (
        np.where(nodes >= 0, pipeline.nodes.roll_up(own)[nodes], 0.0)
        for own in stock_ahead(pipeline, max(group.last, facts.day))
    )
    return Paced(normal_forecasts(mean, np.sqrt(variance), target), target, now)


def _completeness(group: Group, pipeline: Pipeline | None) -> float:
    """Share of open items whose worth is known; 0 where the flow has taught nothing yet."""
    if group.parameter.flow is None:
        return 1.0
    if pipeline is None:
        return 0.0
    value = pipeline.flow.items.value
    return float(np.isfinite(value).mean()) if len(value) else 1.0


def past_dates(pipeline: Pipeline | None, day: int) -> float:
    """Share of the open items with an expected close date on which it lies before the day; 0 where none has one."""
    due = None if pipeline is None else pipeline.flow.items.due
    if due is None:
        return 0.0
    dated = due >= 0
    return float((due[dated] < day).mean()) if dated.any() else 0.0
