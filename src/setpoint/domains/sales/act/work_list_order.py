"""Lever: the order in which sellers take up their open deals; it costs nothing and acts alone."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, ngettext

from setpoint.analysis.arrays import Bools, Floats, Ints
from setpoint.analysis.assignment import owner_week_hold_out
from setpoint.analysis.belief import Belief
from setpoint.analysis.design import Unit
from setpoint.domains.sales.operations import work_lists
from setpoint.domains.sales.operations.work_lists import Place
from setpoint.domains.sales.plan import FLOW, REVENUE, WON
from setpoint.domains.sales.queries import work_between
from setpoint.kernel.actors import Actor
from setpoint.loop.act import phrases
from setpoint.loop.act.explanation import Sentence, Slot
from setpoint.loop.act.goals import Missed, expected, gap_inputs, missed, p_hit_with
from setpoint.loop.act.levers import Applied, Authority, JsonDict, Lever, Outcomes, Terms, register_lever
from setpoint.loop.act.proposal import Change, Money, Proposal
from setpoint.loop.act.slow.controller import SlowLoop
from setpoint.loop.act.workload import Workload, workload
from setpoint.loop.control.situation import Situation
from setpoint.loop.plan.parameters import parameter

SEED_OF_WEEKS = 71
"""One for all weeks, so that of each owner's weeks exactly one in five is his own."""
FEWEST_DEALS = 3


@register_lever
class WorkListOrder(Lever):
    """Score = what a touch today adds to the expected result: most money per touch first.

    Where there is too little history to learn that from: chance x value / touches still needed.
    """

    key = "sales.work_list_order"
    name = _("Work-list order")
    what = _("Recommends to each seller which open deals to take up first: most money per touch.")
    metric = _("stage moves and wins per touch in the week")
    corrects = (REVENUE.key, WON.key)
    authority = Authority.ACTS
    unit = Unit.OWNER
    unit_kind = "kernel.user"
    writes = "kernel.user.work_list"
    window = 5
    prior = Belief(0.06, 0.06)
    relative = True
    first_dose = 1000
    hold_share = 0.20
    limits = {
        "positions": 30.0,
        "least_gain": 0.001,
        # 1: lists are ordered every week, whether a goal is in danger or not
        "without_case": 0.0,
        "changes_per_person_week": 7.0,
        "changes_per_week": 25.0,
    }

    def propose(self, situation: Situation, terms: Terms, *, seed: int) -> list[Proposal]:
        """Return at most one proposal: the lists of all sellers in the scope of the goal that misses most."""
        del seed
        goal = missed(situation, self.corrects, FLOW, standing=terms.limits["without_case"] > 0)
        if goal is None:
            return []
        load = workload(goal.flow, goal.chances)
        working = goal.inside & goal.flow.active & (load.present > 0)
        # nobody's while the week of one of them still runs: a head is asked once a week, for all at once
        if terms.held.get("kernel.user.work_list", frozenset()) & set(goal.flow.owners[working].tolist()):
            return []
        slow = _slow(situation, goal)
        score = goal.chances.p * goal.chances.worth / load.touches_left if slow is None else slow.gain
        lists = _lists(goal, load, score, terms, working)
        inputs = gap_inputs(situation, goal.index) | {
            "goal": int(situation.goals.id[goal.index]),
            "adds": parameter(str(situation.goals.parameter[goal.index])).value_of,
            "belief": [terms.belief.mean, terms.belief.sd],
            "hold_share": terms.hold_share,
            "window": self.window,
            "expires": min(situation.day + self.window, int(situation.goals.last[goal.index])),
            "lists": lists,
            "rule": "chance" if slow is None else "touch",
        }
        if not lists or _effect(inputs)[0] < terms.limits["least_gain"] * inputs["target"]:
            return []
        return [_proposal(self, inputs)]

    def adjust(self, proposal: Proposal, terms: Terms, *, units: int | None, receivers: Sequence[int]) -> Proposal:
        """Order the lists of fewer sellers; there are no receivers."""
        del terms, receivers
        return _proposal(self, {**proposal.inputs, "lists": proposal.inputs["lists"][: units or None]})

    def hold_out(self, proposal: Proposal, week: int, share: float, *, seed: int) -> list[bool]:
        """Of every 1/share consecutive weeks of a seller one, at random, is worked in his own order."""
        del seed
        weeks = np.full(len(proposal.units), week, dtype=np.int64)
        return [bool(held) for held in owner_week_hold_out(proposal.units, weeks, share=share, seed=SEED_OF_WEEKS)]

    def explain(self, inputs: Mapping[str, Any]) -> list[Sentence]:
        """Say whose lists, by what rule, what it brings, and how we shall know."""
        sellers = len(inputs["lists"])
        listed = sum(len(entry["deals"]) for entry in inputs["lists"])
        return [
            phrases.gap(inputs),
            Sentence(
                lambda: _in_order(str(inputs.get("rule")), sellers),
                {"sellers": Slot("count", sellers), "deals": Slot("count", listed)},
                "proposal",
            ),
            phrases.effect(inputs),
            Sentence(gettext_noop("It costs nothing, and everybody may work in another order."), part="risk"),
            Sentence(
                gettext_noop(
                    "Checked after {window} working days by stage moves and wins per touch: "
                    "in {share} of all weeks a seller keeps the own order for comparison."
                ),
                {"window": Slot("count", inputs["window"]), "share": Slot("share", inputs["hold_share"])},
                "check",
            ),
        ]

    def apply(self, applied: Applied, *, by: Actor) -> JsonDict:
        """Set the lists of treated sellers, take away those of the others; keep what stood before."""
        details = {deal["id"]: deal for entry in applied.inputs["lists"] for deal in entry["deals"]}
        orders: dict[int, list[Place]] = {entry["owner"]: [] for entry in applied.inputs["lists"]}
        for change in applied.changes:
            numbers = {key: details[change.id][key] for key in ("p_win", "value", "touches_left", "idle_days")}
            orders[change.unit].append(Place(change.id, change.after, numbers))
        before = work_lists.order_many(orders, by=by, correction=applied.id)
        return {"lists": [[owner, [_plain(place) for place in places]] for owner, places in before.items()]}

    def undo(self, correction: int, record: JsonDict, *, by: Actor) -> None:
        """Put back every list as it stood, to the moment at which it was set."""
        orders = {owner: [_place(place) for place in places] for owner, places in record["lists"]}
        work_lists.order_many(orders, by=by, correction=correction)

    def counted(self, units: int) -> str:
        """So many sellers."""
        return ngettext("{count} seller", "{count} sellers", units).format(count=units)

    def outcomes(self, applied: Applied, units: Ints) -> Outcomes:
        """Advances per touch of each seller in the window, resting on his touches; nan without any touch."""
        done = work_between(units.tolist(), applied.executed_at, applied.ends_at)
        rates = [done[u][0] / done[u][1] if done[u][1] else np.nan for u in units.tolist()]
        return Outcomes(np.array(rates), np.array([float(done[u][1]) for u in units.tolist()]))


def _in_order(rule: str, sellers: int) -> str:
    if rule == "touch":
        return ngettext(
            "The open deals of {sellers} seller ({deals}) are put in the order of what a touch today adds.",
            "The open deals of {sellers} sellers ({deals}) are put in the order of what a touch today adds.",
            sellers,
        )
    return ngettext(
        "The open deals of {sellers} seller ({deals}) are put in the order of chance × value per touch.",
        "The open deals of {sellers} sellers ({deals}) are put in the order of chance × value per touch.",
        sellers,
    )


def _slow(situation: Situation, goal: Missed) -> SlowLoop | None:
    """What touches are known to do; None where too few are known."""
    if situation.calendar is None:
        return None
    slow = SlowLoop(goal.flow, situation.calendar, int(situation.goals.last[goal.index]))
    return slow if slow.knows_enough else None


def _lists(goal: Missed, load: Workload, score: Floats, terms: Terms, working: Bools) -> list[dict[str, Any]]:
    """Whose lists are ordered, and how: per owner the deals with most expected money per touch."""
    flow, items = goal.flow, goal.flow.items
    order = np.lexsort((items.ref, -score))
    lists: list[dict[str, Any]] = []
    for index, owner in enumerate(flow.owners.tolist()):
        rows = order[items.owner[order] == index] if working[index] else order[:0]
        if len(rows) < FEWEST_DEALS or len(lists) >= terms.dose:
            continue
        top = rows[: int(terms.limits["positions"])]
        lists.append(
            {
                "owner": owner,
                "touches": float(load.possible[index] / 2),
                "advance_rate": float(load.advance_rate[index]),
                "gain": float(load.gain[top].mean()),
                "chance": float(load.chance[top].mean()),
                "deals": [
                    {
                        "id": int(items.ref[row]),
                        "score": float(score[row]),
                        "p_win": float(goal.chances.p[row]),
                        "value": float(goal.chances.worth[row]),
                        "touches_left": float(load.touches_left[row]),
                        "idle_days": max(0, flow.day - int(items.since[row])) * 5 // 7 if items.since[row] >= 0 else 0,
                    }
                    for row in top.tolist()
                ],
            }
        )
    return lists


def _effect(inputs: Mapping[str, Any]) -> list[float]:
    worth = "chance" if inputs["adds"] == "one" else "gain"
    per_effect = sum(entry["touches"] * entry["advance_rate"] * entry[worth] for entry in inputs["lists"])
    found = expected(Belief(*inputs["belief"]), (1 - inputs["hold_share"]) * per_effect)
    return [found.mean, found.q10, found.q90]


def _proposal(lever: Lever, base: Mapping[str, Any]) -> Proposal:
    lists = base["lists"]
    mean, low, high = _effect(base)
    inputs = {
        **base,
        "expected": [mean, low, high],
        "p_after": p_hit_with(base, mean),
        "money_per_effect": sum(e["touches"] * e["advance_rate"] * e["gain"] for e in lists) / len(lists),
    }
    return Proposal(
        lever=lever.key,
        goal=base["goal"],
        scope_kind=base["scope"][0],
        scope_id=base["scope"][1],
        people=tuple(sorted(entry["owner"] for entry in lists)),
        unit_kind=lever.unit_kind,
        units=np.array([entry["owner"] for entry in lists], dtype=np.int64),
        blocks=np.array([entry["owner"] for entry in lists], dtype=np.int64),
        covariate=np.array([entry["advance_rate"] for entry in lists]),
        changes=tuple(
            Change("sales.deal", deal["id"], "score", None, deal["score"], entry["owner"])
            for entry in lists
            for deal in entry["deals"]
        ),
        expected=Money(mean, low, high),
        cost=0,
        p_before=base["p_before"],
        p_after=inputs["p_after"],
        inputs=inputs,
        window=lever.window,
        expires=base["expires"],
    )


def _plain(place: Place) -> list[Any]:
    set_at = place.set_at.isoformat() if place.set_at else None
    return [place.deal, place.score, dict(place.inputs), place.correction, set_at]


def _place(plain: Sequence[Any]) -> Place:
    deal, score, inputs, correction, set_at = plain
    return Place(deal, score, inputs, correction, datetime.fromisoformat(set_at) if set_at else None)
