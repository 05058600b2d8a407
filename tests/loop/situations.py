"""A small sales flow as arrays: Sara is away and has a full book, Semyon and Nora have room."""

from dataclasses import replace

import numpy as np

from setpoint.analysis.classes import Admissibility
from setpoint.analysis.spells import LOST, WON
from setpoint.loop.control.situation import Chances, Goals, Situation, Verdicts
from setpoint.loop.plan.flow import Capacity, Flow, OpenItems, Spells, Stages

DAY = 739_677
"""Monday 2 March 2026."""
LAST = DAY + 29
SARA, SEMYON, NORA = 101, 102, 103
NORTH, SOUTH = 11, 12
COMPANY_GOAL, NORTH_GOAL, SOUTH_GOAL = 1, 2, 3
DEALS = 80


def ints(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def a_flow(
    people: tuple[int, int, int] = (SARA, SEMYON, NORA),
    teams: tuple[int, int] = (NORTH, SOUTH),
    refs: list[int] | None = None,
    stages: tuple[int, ...] = (1, 2, 3, 4),
    *,
    away: bool = True,
) -> Flow:
    """Return Sara's eighty deals, deal i worth 1,000 x (i + 1), and four each of the others, which are stuck."""
    owner = np.repeat([0, 1, 2], [DEALS, 4, 4])
    n = len(owner)
    order = np.argsort(people)
    index_of = np.argsort(order)
    absent = np.zeros((3, 30), dtype=bool)
    absent[index_of[0], :] = away
    return Flow(
        key="sales.deals",
        ref_kind="sales.deal",
        day=DAY,
        stages=Stages(
            id=ints(*stages),
            name=["Qualification", "Meeting", "Proposal", "Closing"],
            effort=np.array([2.0, 3.0, 3.0, 3.0]),
            norm_days=ints(14, 14, 14, 14),
        ),
        owners=np.array(people)[order],
        team=ints(0, 0, 1)[order],
        teams=ints(*teams),
        team_parent=ints(-1, -1),
        active=np.array([True, True, True]),
        products=ints(),
        channels=[],
        items=OpenItems(
            ref=np.array(refs or range(1, n + 1), dtype=np.int64),
            stage=np.arange(n) % 4,
            since=DAY - np.repeat([7, 40, 40], [DEALS, 4, 4]),
            entered=np.full(n, DAY - 7),
            opened=np.full(n, DAY - 20),
            value=1000.0 * (np.arange(n) + 1),
            owner=index_of[owner],
            product=np.full(n, -1),
            channel=np.full(n, -1),
        ),
        spells=_spells(index_of),
        capacity=Capacity(touches_per_day=np.array([8.0, 8.0, 8.0]), first=DAY, absent=absent),
    )


def _spells(index_of: np.ndarray) -> Spells:
    """Each owner touched forty times lately and advanced ten deals."""
    owner = np.repeat(index_of, 50)
    n = len(owner)
    return Spells(
        item=np.arange(n) + 1000,
        stage=np.zeros(n, dtype=np.int64),
        start=np.full(n, DAY - 30),
        end=np.full(n, DAY - 10),
        next=np.tile(np.repeat([0, 1], [40, 10]), 3),
        owner=owner,
        product=np.full(n, -1),
        channel=np.full(n, -1),
        value=np.full(n, 1000.0),
        realised=np.full(n, np.nan),
        arrival=np.zeros(n, dtype=bool),
    )


def a_lead_flow(people: tuple[int, int, int] = (SARA, SEMYON, NORA), refs: list[int] | None = None) -> Flow:
    """Return forty leads that wait untouched at Sara, ten at the others; with Nora most of them became something."""
    order = np.argsort(people)
    index_of = np.argsort(order)
    owner = np.repeat(index_of, [40, 5, 5])
    n = len(owner)
    decided = np.repeat(index_of, 40)
    outcome = np.concatenate([np.repeat([WON, LOST], [won, 40 - won]) for won in (8, 16, 32)])
    return replace(
        a_flow(people),
        key="sales.leads",
        ref_kind="sales.lead",
        stages=Stages(id=ints(1, 2), name=["New", "Talking"], effort=np.array([2.0, 3.0]), norm_days=ints(1, 3)),
        channels=["site"],
        items=OpenItems(
            ref=np.array(refs or range(1, n + 1), dtype=np.int64),
            stage=np.arange(n) % 2,
            since=np.full(n, DAY - 9),
            entered=np.full(n, DAY - 9),
            opened=np.full(n, DAY - 9),
            value=np.full(n, 1000.0),
            owner=owner,
            product=np.full(n, -1),
            channel=np.zeros(n, dtype=np.int64),
        ),
        spells=replace(
            _spells(index_of),
            **{
                name: np.full(120, value)
                for name, value in (("product", -1), ("channel", 0), ("value", 1000.0), ("realised", np.nan))
            },
            item=np.arange(120) + 1000,
            stage=np.ones(120, dtype=np.int64),
            start=np.full(120, DAY - 12),
            end=np.full(120, DAY - 10),
            next=outcome,
            owner=decided,
            arrival=np.zeros(120, dtype=bool),
        ),
        capacity=Capacity(touches_per_day=np.array([2.0, 2.0, 2.0]), first=DAY, absent=np.zeros((3, 30), dtype=bool)),
    )


def a_situation(
    flow: Flow | None = None,
    *,
    leads: Flow | None = None,
    goals: tuple[int, int, int] = (COMPANY_GOAL, NORTH_GOAL, SOUTH_GOAL),
    cases: tuple[int, ...] = (0, 1),
    plan: int = 1,
) -> Situation:
    """Return a company goal of 100,000 with the forecast 80,000 ± 20,000, split into North and South."""
    flow, leads = flow or a_flow(), leads or a_lead_flow()
    n = len(flow.items.ref)
    mean = np.array([80_000.0, 30_000.0, 50_000.0])
    sd = np.array([20_000.0, 10_000.0, 10_000.0])
    reach = 1.2815515655446004 * sd
    return Situation(
        day=DAY,
        goals=Goals(
            id=ints(*goals),
            plan=np.full(3, plan),
            parameter=np.array(["sales.revenue"] * 3),
            scope_kind=np.array(["company", "team", "team"]),
            scope_id=ints(1, *flow.teams.tolist()),
            parent=ints(-1, 0, 0),
            target=np.array([100_000.0, 60_000.0, 40_000.0]),
            first=np.full(3, DAY - 60),
            last=np.full(3, LAST),
        ),
        verdicts=Verdicts(
            expected=mean / 2,
            actual=mean / 3,
            mean=mean,
            q10=mean - reach,
            q25=mean - 0.6744897501960817 * sd,
            q50=mean,
            q75=mean + 0.6744897501960817 * sd,
            q90=mean + reach,
            p_hit=np.array([0.1587, 0.0013, 0.8413]),
            money_at_risk=np.array([25_000.0, 30_000.0, 1_000.0]),
            admissibility=np.array([Admissibility.ORANGE, Admissibility.ORANGE, Admissibility.GREEN]),
            streak=np.zeros(3, dtype=np.int64),
        ),
        flows={flow.key: flow, leads.key: leads},
        chances={(flow.key, LAST): Chances(LAST, np.full(n, 0.2), np.full(n, 0.5), flow.items.value)},
        cases=ints(*cases),
    )


def with_goal(situation: Situation, **values: object) -> Situation:
    """Return the situation with other columns of its goals."""
    return replace(situation, goals=replace(situation.goals, **values))
