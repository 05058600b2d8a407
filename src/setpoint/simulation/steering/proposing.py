"""Levers of the company that no domain has yet, as proposals: routing of enquiries, leads that nobody touched."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from setpoint.analysis.arrays import Bools, Floats
from setpoint.loop.act.goals import gap_inputs
from setpoint.loop.act.levers import Terms
from setpoint.loop.act.proposal import Change, Money, Proposal
from setpoint.loop.act.slow.controller import SlowLoop
from setpoint.loop.control.situation import Situation
from setpoint.simulation.seen.entries import DUPLICATE

DEAL = "sales.deal"
OWNER = "sales.deal.owner"
UNTOUCHED = "simulation.reassign_untouched"
WAITS = 1
"""Working days without a touch after which a lead may move."""
NONE = Money(0.0, 0.0, 0.0)


def reassign_untouched(situation: Situation, terms: Terms, slow: SlowLoop, goal: int, present: Bools) -> list[Proposal]:
    """Leads that nobody has touched go from the absent and the overloaded to who has most room; once each."""
    flow, items = slow.flow, slow.flow.items
    fresh = (items.stage == 0) & (items.since == items.opened) & (items.ref < DUPLICATE)
    held = np.array(sorted(terms.held.get(UNTOUCHED, ())), dtype=np.int64)
    waits = np.where(present[items.owner], slow.idle >= WAITS, slow.idle >= 0)
    rows = np.flatnonzero(fresh & waits & ~np.isin(items.ref, held))
    free = room(slow, present)
    lost = slow.lost_by_waiting(np.full(len(items), 3))
    rows = rows[np.argsort(-lost[rows], kind="stable")]
    chosen: list[tuple[int, int, int]] = []
    for row in rows.tolist():
        giver = int(items.owner[row])
        able = present & (flow.team == flow.team[giver])
        able[giver] = False
        if not able.any():
            continue
        taker = int(np.flatnonzero(able)[np.argmax(free[able])])
        if not present[giver] or free[taker] > free[giver] + terms.limits["gap"]:
            free[taker] -= terms.limits["touches"]
            free[giver] += terms.limits["touches"]
            chosen.append((row, giver, taker))
        if len(chosen) >= terms.dose:
            break
    return [moving(situation, terms, slow, goal, UNTOUCHED, chosen)] if chosen else []


def room(slow: SlowLoop, present: Bools) -> Floats:
    """(owners,) touches of the next two weeks that are not spoken for; the absent have none."""
    ahead = slow.capacity[:, :2].sum(axis=1)
    return np.where(present, ahead - 0.45 * slow.needed, -np.inf)


def moving(
    situation: Situation, terms: Terms, slow: SlowLoop, goal: int, lever: str, chosen: list[tuple[int, int, int]]
) -> Proposal:
    """Return the proposal that moves items: (row, index of the giver, index of the taker)."""
    flow, items = slow.flow, slow.flow.items
    rows = np.array([row for row, _, _ in chosen], dtype=np.int64)
    gain = slow.lost_by_waiting(np.full(len(items), 3))[rows]
    treated = (1 - terms.hold_share) * float(gain.sum())
    inputs: Mapping[str, Any] = gap_inputs(situation, goal)
    return Proposal(
        lever=lever,
        goal=int(situation.goals.id[goal]),
        scope_kind="company",
        scope_id=1,
        people=tuple(sorted({int(flow.owners[k]) for _, giver, taker in chosen for k in (giver, taker)})),
        unit_kind=DEAL,
        units=items.ref[rows],
        blocks=items.stage[rows],
        covariate=slow.value[rows],
        changes=tuple(
            Change(
                DEAL,
                int(items.ref[row]),
                "owner",
                int(flow.owners[giver]),
                int(flow.owners[taker]),
                int(items.ref[row]),
            )
            for row, giver, taker in chosen
        ),
        expected=Money(treated, 0.0, 2 * treated),
        cost=0,
        p_before=inputs["p_before"],
        p_after=inputs["p_before"],
        inputs={**inputs, "items": len(chosen)},
        window=10,
        expires=situation.day + 7,
    )
