"""What the demo company plans for: a goal that is being missed when somebody first looks, on whatever day that is."""

from datetime import date, timedelta

import numpy as np

from setpoint.analysis.calendar import business_calendar
from setpoint.analysis.draws import tree_of
from setpoint.analysis.flow import Flow
from setpoint.analysis.forecast import learn, look_ahead, play_out
from setpoint.analysis.phit import NodeForecasts
from setpoint.analysis.season import periods_before
from setpoint.analysis.spells import Spells
from setpoint.domains.sales.events import Events, spells_of
from setpoint.kernel.clock import company_now
from setpoint.loop.control.evaluation import evaluate
from setpoint.loop.cycle_backtests import with_backtests
from setpoint.loop.cycle_facts import load_facts
from setpoint.loop.plan.periods import months_of, quarter_of, three_months_from
from setpoint.simulation.bridge.cast import Cast
from setpoint.simulation.event_log import DAY, EventLog
from setpoint.simulation.history import history

REVENUE = "sales.revenue"
# what the order of the work lists has brought by then, as a share of the forecast
LIFT = 0.03
# above the forecast by so many of its standard deviations: hit in one case of three
ABOVE = 0.5
# the chance of a goal that is missed, but not lost
MISSED = (0.1, 0.42)
MIDDLE = range(28, 63)
STAGES = 100
# days of life of which a forecast learns nothing: the goal is then what will be won
YOUNG = 60
THOUSAND = 1000 * 100


def period_around(day: date) -> tuple[date, date]:
    """Return three months that are neither young nor nearly over on `day`: the calendar quarter where it is neither."""
    first, last = quarter_of(day)
    if (day - first).days in MIDDLE:
        return first, last
    return three_months_from((day.replace(day=1) - timedelta(days=1)).replace(day=1))


def revenue_goal(cast: Cast, born: date, opening: date, first_day: date, last_day: date) -> int:
    """Return the goal of a period in minor units: somewhat more than what is to be expected on the day `opening`.

    Expected of the same people with the same luck, who are not steered; `born` is the first day of the
    company's life, because the book of a day hangs on all days before.
    """
    if (opening - born).days < YOUNG:
        closed = history(cast.world, born, last_day).closed
        return _rounded(float(closed.amount[closed.won & (closed.day >= first_day.toordinal())].sum()))
    seen = expected(cast, born, opening - timedelta(days=1), first_day, last_day)
    return _rounded(float(seen.mean[0]) * (1 + LIFT) + ABOVE * float(seen.sd[0]))


def another_goal() -> int | None:
    """Return the goal of now that is missed as `revenue_goal` wants it; None where the present one is, still."""
    facts = with_backtests(load_facts(company_now()))
    found, goals = evaluate(facts, seed=facts.day).findings, facts.goals
    company = np.flatnonzero((goals.parameter == REVENUE) & (goals.scope_kind == "company"))
    if not len(company) or MISSED[0] <= found.p_hit[company[0]] <= MISSED[1]:
        return None
    return _rounded(float(found.mean[company[0]] + ABOVE * found.sd[company[0]]))


def _rounded(goal: float) -> int:
    return round(goal / THOUSAND) * THOUSAND


def expected(cast: Cast, born: date, now: date, first_day: date, last_day: date) -> NodeForecasts:
    """Forecast the revenue of a period at the end of the day `now`, company first, as the loop would."""
    first, last = first_day.toordinal(), last_day.toordinal()
    teams = len(cast.teams)
    # company, the head's department, teams, sellers
    tree = tree_of(np.concatenate(([-1, 0], np.ones(teams), 2 + cast.world.team)).astype(np.int64))
    flow = flow_of(history(cast.world, born, now), now.toordinal(), first_node=2 + teams)
    calendar = business_calendar(born, last_day + timedelta(days=400), country=cast.preset.parameters.country)
    model = learn(
        flow,
        calendar,
        now.toordinal(),
        stages=len(cast.stages),
        nodes=len(tree.parent),
        position=calendar.month_of_quarter(),
    )
    past = periods_before(first, months=months_of(first, last), since=born.toordinal())
    prospects = look_ahead(model, flow, tree, calendar, first=first, last=last, past=past)
    nothing = np.full(len(tree.parent), np.nan)
    return play_out(prospects, tree, revenue_target=nothing, wins_target=nothing, seed=now.toordinal()).revenue


def flow_of(log: EventLog, day: int, *, first_node: int) -> Flow:
    """Return what happened where nobody hands over, as forecasts want it; sellers are nodes from `first_node` on."""
    created, touched, moved, closed = log.created, log.touched, log.moved, log.closed
    tables = (created, touched, moved, closed)
    ref, moment = (np.concatenate([getattr(table, name) for table in tables]) for name in ("ref", "moment"))
    kind = np.repeat((Events.OPENED, Events.TOUCHED, Events.MOVED, Events.LOST), [len(table) for table in tables])
    kind[len(kind) - len(closed) :] -= closed.won * (Events.LOST - Events.WON)
    entered = np.concatenate([np.zeros(len(created) + len(touched), dtype=np.int64), moved.stage, closed.stage])
    amount = np.full(len(ref), np.nan)
    amount[: len(created)], amount[len(ref) - len(closed) :] = created.amount, closed.amount
    reached = np.ones(len(ref), dtype=np.bool_)
    reached[len(created) : len(created) + len(touched)] = touched.connected
    order = np.lexsort((kind, moment, ref))
    item = ref[order]
    by_ref = np.argsort(created.ref)
    of = by_ref[np.searchsorted(created.ref[by_ref], item)]
    # stages only rise: the highest so far is the present one
    rank = np.unique(item, return_inverse=True)[1] * STAGES
    events = Events(
        item=item,
        kind=kind[order],
        day=moment[order] // DAY,
        stage=np.maximum.accumulate(rank + entered[order]) - rank,
        owner=created.owner[of],
        product=created.product[of],
        channel=created.channel[of],
        amount=amount[order],
        says_amount=np.isfinite(amount[order]),
        dated=np.ones(len(item), dtype=np.bool_),
        known=np.ones(len(item), dtype=np.bool_),
        connected=reached[order],
    )
    rows = spells_of(events, day)
    return Flow(
        spells=Spells(stage=rows.stage, start=rows.start, end=rows.end, next=rows.next),
        item=rows.item,
        node=rows.owner + first_node,
        value=rows.value,
        realised=rows.realised,
        arrival=rows.arrival,
        traits=np.stack([rows.owner, rows.product]),
    )
