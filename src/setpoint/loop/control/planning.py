"""Drafting a plan from evidence: what each node would do anyway, and what a revenue goal asks of the funnel."""

from dataclasses import dataclass

import numpy as np

from setpoint.analysis.arrays import Floats, Ints
from setpoint.analysis.forecast import Prospects, play_out
from setpoint.analysis.funnel import horizon_of_influence, lead_days, maturity, need, reachable, required_rate
from setpoint.analysis.markov import outlook
from setpoint.loop.control.facts import NO_DAYS, Facts
from setpoint.loop.control.pipeline import Pipeline, learn_pipeline, prospects_of
from setpoint.loop.plan.parameters import PARAMETERS
from setpoint.loop.plan.quotas import Evidence

RECENT = 180


@dataclass(frozen=True)
class Funnel:
    """What a revenue goal asks of the stages before the win, with the time that each step takes."""

    won: int
    """Deals to be won in the period."""
    created: int
    """Items to come in during the period."""
    touches: int
    """Touches during the period."""
    rate: float
    """Items that must come in per working day from now on; inf where no number of them can do it."""
    rate_now: float
    """Items that come in per working day now."""
    horizon: int | None
    """Ordinal of the last day on which a new item still has a tenth of its final chance."""
    covered: float
    """Revenue that done and open items are expected to bring, minor units."""
    capacity: float
    """Touches that all owners together can make in the period."""
    reachable: float
    """R_max: what done, open items and as many new ones as people can work are expected to bring, minor units."""


@dataclass(frozen=True)
class Draft:
    """Evidence for the additive parameters of a period, by what a won item adds, and the funnel's basis."""

    pipeline: Pipeline
    prospects: Prospects
    first: int
    last: int
    revenue: Evidence
    won: Evidence
    arrivals: Evidence
    touches: Evidence
    touched: int
    """Touches made in the period so far."""
    calls_per_touch: float
    """All touches per touch that reached the customer."""


def draft(facts: Facts, flow: str, first: int, last: int, *, seed: int) -> Draft | None:
    """Return the evidence of a flow for a period; None where the flow has taught nothing yet."""
    pipeline = learn_pipeline(facts.flows[flow], facts.calendar, since=facts.since, sigmas=facts.sigma(flow))
    if pipeline is None:
        return None
    prospects = prospects_of(pipeline, first, last)
    nobody = np.full(len(pipeline.nodes), np.nan)
    played = play_out(prospects, pipeline.nodes.tree, revenue_target=nobody, wins_target=nobody, seed=seed)
    coming = _coming(pipeline, first, last)
    kept = _sellers(pipeline, coming)
    able = _able(pipeline, first, last)
    return Draft(
        pipeline=pipeline,
        prospects=prospects,
        first=first,
        last=last,
        revenue=_evidence(pipeline, kept, played.revenue.mean, played.revenue.sd),
        won=_evidence(pipeline, kept, played.wins.mean, played.wins.sd),
        arrivals=_evidence(pipeline, kept, coming, np.sqrt(coming)),
        touches=_evidence(pipeline, kept, able, np.sqrt(able)),
        touched=_touched(facts, flow, first),
        calls_per_touch=_calls_per_touch(facts, pipeline),
    )


def funnel(plan: Draft, revenue: int) -> Funnel:
    """Return what a revenue goal (minor units) asks of the funnel. Source: loop mathematics 2.4.

    Items count from now on, also before the period begins, but only wins inside it bring revenue.
    """
    pipeline, prospects = plan.pipeline, plan.prospects
    model, calendar = pipeline.model, pipeline.calendar
    done, wins = float(prospects.done_revenue.sum()), float(prospects.done_wins.sum())
    ratio = prospects.ratio[0]
    open_value = float(prospects.items.p @ prospects.items.value) * ratio
    value = float(np.mean(model.values.by_node))
    growth = _growth(pipeline, plan.last)
    per_rate = lead_days(calendar, model.now, plan.last, growth)
    if plan.first > model.now + 1:
        per_rate -= lead_days(calendar, model.now, plan.first - 1, _growth(pipeline, plan.first - 1))
    gap = revenue - done - open_value
    rate = required_rate(gap, value, per_rate)
    days = np.arange(max(plan.first, model.now + 1), plan.last + 1)
    weight = float(calendar.weight(days).sum())
    finite = rate if np.isfinite(rate) else 0.0
    asked = _touches(plan, plan.last, finite) - (
        _touches(plan, plan.first - 1, finite) if plan.first > model.now + 1 else 0.0
    )
    able = float(_able(pipeline, plan.first, plan.last)[0])
    covered = done + open_value
    arrived = ((pipeline.flow.spells.start >= plan.first) & pipeline.flow.spells.arrival).sum()
    return Funnel(
        won=round(wins + float(prospects.items.p.sum()) + finite * per_rate),
        created=round(float(arrived) + finite * weight),
        touches=round(plan.touched + plan.calls_per_touch * asked),
        rate=rate,
        rate_now=model.arrivals.rate,
        horizon=horizon_of_influence(calendar, model.now, plan.last, growth, pipeline.final_chance),
        covered=covered,
        capacity=able,
        reachable=reachable(covered, value, per_rate, _most(plan, able)),
    )


def _most(plan: Draft, able: float) -> float:
    """Greatest rate of arrivals that people can work: touches grow in a straight line with it."""
    idle, one = _touches(plan, plan.last, 0.0), _touches(plan, plan.last, 1.0)
    room = max(0.0, able / plan.calls_per_touch - idle)
    return room / (one - idle) if one > idle else 0.0


def _touched(facts: Facts, flow: str, first: int) -> int:
    """Touches since the day `first`, as the record says; 0 where nobody counts them."""
    named = [each.measure for each in PARAMETERS.values() if (each.flow, each.value_of) == (flow, "touch")]
    days = [facts.history.get(measure, NO_DAYS) for measure in named]
    return int(sum(each.n[each.day >= first].sum() for each in days))


def _calls_per_touch(facts: Facts, pipeline: Pipeline) -> float:
    since = facts.day - RECENT
    spells = pipeline.flow.spells
    reached = int(((spells.next == spells.stage) & (spells.end >= since)).sum())
    return max(1.0, _touched(facts, pipeline.flow.key, since) / reached) if reached else 1.0


def _growth(pipeline: Pipeline, last: int) -> Floats:
    """G(tau) (T+1,) with the season of the days up to `last`."""
    model, calendar = pipeline.model, pipeline.calendar
    left = calendar.working_days(model.now, last)
    chances = outlook(model.hazards, model.position[left - calendar.first])
    return maturity(chances.win, model.arrivals.entry)


def _touches(plan: Draft, last: int, rate: float) -> float:
    pipeline = plan.pipeline
    model, calendar, items = pipeline.model, pipeline.calendar, pipeline.flow.items
    left = calendar.working_days(model.now, last)
    dated = items.since >= 0
    asked = need(
        model.hazards,
        calendar,
        model.now,
        last,
        positions_left=model.position[left - calendar.first],
        entry=model.arrivals.entry,
        rate=rate,
        open_stage=items.stage[dated],
        open_idle=calendar.index(np.array([model.now])) - calendar.index(items.since[dated]),
    )
    return float(asked.touches.sum())


def _coming(pipeline: Pipeline, first: int, last: int) -> Floats:
    """Expected arrivals (nodes,) of the period, whole branches."""
    model = pipeline.model
    days = np.arange(max(first, model.now + 1), last + 1)
    expected = model.arrivals.rate * float(pipeline.calendar.weight(days).sum())
    spells = pipeline.flow.spells
    came = spells.arrival & (spells.start >= first)
    done = np.bincount(spells.owner[came] + pipeline.nodes.first_owner, minlength=len(pipeline.nodes))
    return pipeline.nodes.roll_up(done + expected * model.arrivals.share)


def _able(pipeline: Pipeline, first: int, last: int) -> Floats:
    """Touches (nodes,) that people can make in what is left of the period, absences taken off; whole branches."""
    flow, calendar = pipeline.flow, pipeline.calendar
    days = np.arange(max(first, flow.day + 1), last + 1)
    present = np.array([calendar.weight(np.array([day]))[0] * ~flow.capacity.away(day) for day in days.tolist()])
    worked = present.reshape(len(days), len(flow.owners)).sum(axis=0)
    own = np.zeros(len(pipeline.nodes))
    own[pipeline.nodes.first_owner :] = worked * flow.capacity.touches_per_day * flow.active
    return pipeline.nodes.roll_up(own)


def _sellers(pipeline: Pipeline, coming: Floats) -> Ints:
    """Nodes that get a goal: active owners with items or arrivals, and what stands above them."""
    nodes, flow = pipeline.nodes, pipeline.flow
    has_items = np.bincount(flow.items.owner, minlength=len(flow.owners)) > 0
    busy = flow.active & (has_items | (coming[nodes.first_owner :] > 0))
    keep = np.zeros(len(nodes), dtype=np.bool_)
    keep[0] = True
    keep[nodes.first_owner :] = busy
    for node in range(len(nodes) - 1, 0, -1):
        if keep[node]:
            keep[nodes.tree.parent[node]] = True
    return np.flatnonzero(keep)


def _evidence(pipeline: Pipeline, kept: Ints, mean: Floats, sd: Floats) -> Evidence:
    place = np.full(len(pipeline.nodes), -1, dtype=np.int64)
    place[kept] = np.arange(len(kept))
    parent = pipeline.nodes.tree.parent[kept]
    return Evidence(
        scopes=[pipeline.nodes.scopes[node] for node in kept.tolist()],
        parent=np.where(parent < 0, -1, place[parent]),
        mean=mean[kept],
        sd=sd[kept],
    )
