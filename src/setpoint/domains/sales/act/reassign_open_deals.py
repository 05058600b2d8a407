"""Lever: give open deals of an overloaded or absent owner to colleagues who have room."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_noop, ngettext
from django.utils.translation import gettext_lazy as _

from setpoint.analysis.arrays import Bools, Floats, Ints
from setpoint.analysis.assignment import AMOUNT_BLOCKS, hold_out
from setpoint.analysis.belief import Belief
from setpoint.analysis.design import FEWEST_ITEMS, Unit
from setpoint.domains.sales.operations import deals
from setpoint.domains.sales.plan import FLOW, REVENUE, WON
from setpoint.domains.sales.queries import advanced_between, owners_of_open
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import User
from setpoint.loop.act import phrases
from setpoint.loop.act.explanation import Sentence, Slot
from setpoint.loop.act.goals import Missed, expected, gap_inputs, missed, p_hit_with
from setpoint.loop.act.levers import Applied, Authority, JsonDict, Lever, Outcomes, Terms, register_lever
from setpoint.loop.act.proposal import Change, Proposal
from setpoint.loop.act.workload import Workload, workload
from setpoint.loop.control.situation import Situation
from setpoint.loop.plan.parameters import parameter

DEAL = "sales.deal"
HOUR = 60


@register_lever
class ReassignOpenDeals(Lever):
    """Ten candidates first, a third of them left alone, more after each measured effect that does no harm."""

    key = "sales.reassign_open_deals"
    name = _("Reassign open deals")
    what = _("Gives open deals of an overloaded or absent owner to colleagues who have room.")
    metric = _("share of deals that advanced (stage move or win) within 10 working days")
    corrects = (REVENUE.key, WON.key)
    authority = Authority.ASKS
    unit = Unit.ITEM
    unit_kind = DEAL
    writes = "sales.deal.owner"
    window = 10
    hold_days = 20
    prior = Belief(0.03, 0.10)
    first_dose = 10
    hold_share = 0.30
    limits = {
        # with fewer, less than two would be held out, and nothing could be measured
        "fewest": 7.0,
        "overload": 1.2,
        "away_days": 5.0,
        "room": 0.9,
        "share_of_book": 0.15,
        "handover_minutes": 20.0,
        "income_loss": 0.2,
        "changes_per_person_week": 2.0,
        "changes_per_week": 25.0,
    }

    def propose(self, situation: Situation, terms: Terms, *, seed: int) -> list[Proposal]:
        """Return at most one proposal: the deals whose advance is worth most, to those with most room."""
        del seed
        goal = missed(situation, self.corrects, FLOW)
        if goal is None:
            return []
        load = workload(goal.flow, goal.chances)
        givers, room = _givers(goal, load, terms.limits), _room(goal, load, terms.limits)
        items = _items(goal, load, givers, room, terms)
        if len(items) < terms.limits["fewest"]:
            return []
        inputs = gap_inputs(situation, goal.index) | {
            "goal": int(situation.goals.id[goal.index]),
            "adds": parameter(str(situation.goals.parameter[goal.index])).value_of,
            "belief": [terms.belief.mean, terms.belief.sd],
            "hold_share": terms.hold_share,
            "handover_minutes": terms.limits["handover_minutes"],
            "window": self.window,
            "expires": min(situation.day + 7, int(situation.goals.last[goal.index])),
            "givers": [_giver(goal, load, int(index)) for index in np.flatnonzero(givers)],
            "receivers": [
                {"owner": int(goal.flow.owners[i]), "before": float(load.needed[i]), "capacity": float(limit)}
                for i, limit in enumerate((load.needed + room).tolist())
                if room[i] > 0
            ],
        }
        return [_proposal(self, inputs, items)]

    def adjust(self, proposal: Proposal, terms: Terms, *, units: int | None, receivers: Sequence[int]) -> Proposal:
        """Take the first deals, and spread them over the receivers as their room allows."""
        del terms
        items = [dict(item) for item in proposal.inputs["items"][: units or len(proposal.units)]]
        if receivers:
            free = {r["owner"]: r["capacity"] - r["before"] for r in proposal.inputs["receivers"]}
            for item in items:
                chosen = max(
                    (r for r in receivers if r in free and r != item["from"]),
                    key=lambda owner: free[owner],
                    default=None,
                )
                if chosen is None or free[chosen] < item["effort"]:
                    raise ValidationError({"receivers": gettext("They have no room for so many deals.")})
                item["to"] = chosen
                free[chosen] -= item["effort"]
        return _proposal(self, proposal.inputs, items)

    def refreshed(self, proposal: Proposal) -> Proposal:
        """Leave out deals that were closed or changed their owner. ValidationError where too few are left."""
        owners = owners_of_open(proposal.units.tolist())
        items = [item for item in proposal.inputs["items"] if owners.get(item["id"]) == item["from"]]
        if len(items) == len(proposal.units):
            return proposal
        if len(items) < FEWEST_ITEMS:
            raise ValidationError(gettext("Most of these deals have changed since. Let the loop propose anew."))
        return _proposal(self, proposal.inputs, items)

    def hold_out(self, proposal: Proposal, week: int, share: float, *, seed: int) -> list[bool]:
        """Hold out deals in every stage and size alike."""
        del week
        items = proposal.inputs["items"]
        stage = np.array([item["stage"] for item in items], dtype=np.int64)
        amount = np.array([item["value"] for item in items], dtype=np.float64)
        return [bool(held) for held in hold_out(proposal.units, stage, amount, share=share, seed=seed)]

    def explain(self, inputs: Mapping[str, Any]) -> list[Sentence]:
        """Say why these owners, who gets how many, what it brings, costs, risks, and how we shall know."""
        count = len(inputs["items"])
        used = {item["from"] for item in inputs["items"]}
        receivers = sorted({item["to"] for item in inputs["items"]})
        givers = [_about_giver(giver) for giver in inputs["givers"] if giver["owner"] in used]
        return [
            phrases.gap(inputs),
            *givers,
            Sentence(
                lambda: ngettext(
                    "Proposal: {count} deal goes to {receivers}.", "Proposal: {count} deals go to {receivers}.", count
                ),
                {"count": Slot("count", count), "receivers": Slot("people", receivers)},
                "proposal",
            ),
            phrases.effect(inputs),
            *phrases.doubt(inputs),
            Sentence(
                gettext_noop("It costs no money; handing over takes about {hours} hours."),
                {"hours": Slot("number", count * inputs["handover_minutes"] / HOUR)},
                "risk",
            ),
            Sentence(
                gettext_noop(
                    "Checked after {window} working days by the share of deals that moved a stage or were won: "
                    "{share} of them stay with their owners for comparison."
                ),
                {"window": Slot("count", inputs["window"]), "share": Slot("share", inputs["hold_share"])},
                "check",
            ),
            phrases.until(inputs),
        ]

    def apply(self, applied: Applied, *, by: Actor) -> JsonDict:
        """Give the deals to their new owners, all or none."""
        before = {change.id: change.before for change in applied.changes}
        _require_owners(before, gettext("A deal has changed its owner or was closed since. Let the loop propose anew."))
        _give({change.id: change.after for change in applied.changes}, applied.id, by)
        return {"owners": [[c.id, c.before, c.after] for c in applied.changes]}

    def undo(self, correction: int, record: JsonDict, *, by: Actor) -> None:
        """Give back the deals that are still where the correction put them."""
        after = {deal: new for deal, _old, new in record["owners"]}
        standing = owners_of_open(after)
        back = {deal: old for deal, old, new in record["owners"] if standing.get(deal) == new}
        _give(back, correction, by)

    def counted(self, units: int) -> str:
        """So many deals."""
        return ngettext("{count} deal", "{count} deals", units).format(count=units)

    def outcomes(self, applied: Applied, units: Ints) -> Outcomes:
        """1 for a deal that moved ahead or was won in the window, else 0."""
        done = advanced_between(units.tolist(), applied.executed_at, applied.ends_at)
        return Outcomes(y=np.array([float(u in done) for u in units.tolist()]), weight=np.ones(len(units)))


def _givers(goal: Missed, load: Workload, limits: Mapping[str, float]) -> Bools:
    away = load.present <= 10 - limits["away_days"]
    overloaded = load.needed > limits["overload"] * load.possible
    return np.asarray(goal.inside & (load.open_items > 0) & (away | overloaded))


def _room(goal: Missed, load: Workload, limits: Mapping[str, float]) -> Floats:
    """(owners,) touches free in the next two weeks; 0 for those who are themselves in need."""
    free = limits["room"] * load.possible - load.needed
    here = goal.inside & goal.flow.active & (load.present > 10 - limits["away_days"])
    return np.where(here, np.maximum(free, 0.0), 0.0)


def _items(goal: Missed, load: Workload, givers: Bools, room: Floats, terms: Terms) -> list[dict[str, Any]]:
    """The deals to move, the most useful first; at most the dose, the share of each book, the room."""
    flow, items = goal.flow, goal.flow.items
    held = np.array(sorted(terms.held.get("sales.deal.owner", ())), dtype=np.int64)
    rows = np.flatnonzero(givers[items.owner] & ~np.isin(items.ref, held) & (load.gain > 0))
    rows = rows[np.lexsort((items.ref[rows], -load.gain[rows]))]
    left = np.floor(terms.limits["share_of_book"] * load.open_items).astype(np.int64)
    free = room.copy()
    chosen: list[dict[str, Any]] = []
    for row in rows.tolist():
        giver = int(items.owner[row])
        receiver = _receiver(flow.team, free, giver)
        if len(chosen) >= terms.dose:
            break
        if left[giver] < 1 or receiver is None or free[receiver] < load.effort[row]:
            continue
        left[giver] -= 1
        free[receiver] -= load.effort[row]
        chosen.append(
            {
                "id": int(items.ref[row]),
                "stage": int(items.stage[row]),
                "value": float(goal.chances.worth[row]),
                "p": float(goal.chances.p[row]),
                "gain": float(load.gain[row]),
                "chance": float(load.chance[row]),
                "effort": float(load.effort[row]),
                "from": int(flow.owners[giver]),
                "to": int(flow.owners[receiver]),
            }
        )
    return chosen


def _receiver(team: Ints, free: Floats, giver: int) -> int | None:
    """Who has most room, in the own team before others; None where nobody has any."""
    best = max(range(len(free)), key=lambda i: (free[i] > 0 and i != giver, team[i] == team[giver], free[i], -i))
    return best if free[best] > 0 and best != giver else None


def _giver(goal: Missed, load: Workload, index: int) -> dict[str, Any]:
    mine = goal.flow.items.owner == index
    return {
        "owner": int(goal.flow.owners[index]),
        "open": int(load.open_items[index]),
        "needed": float(load.needed[index]),
        "possible": float(load.possible[index]),
        "present": float(load.present[index]),
        "income": float((goal.chances.p * goal.chances.worth)[mine].sum()),
    }


def _about_giver(giver: Mapping[str, Any]) -> Sentence:
    slots = {
        "owner": Slot("person", giver["owner"]),
        "open": Slot("count", giver["open"]),
        "needed": Slot("count", giver["needed"]),
        "possible": Slot("count", giver["possible"]),
        "away": Slot("count", 10 - giver["present"]),
    }
    if giver["present"] <= 5:  # noqa: PLR2004 - half of the ten days looked ahead
        return Sentence(
            gettext_noop("{owner} is away on {away} of the next 10 working days; open deals: {open}."),
            {name: slots[name] for name in ("owner", "away", "open")},
        )
    return Sentence(
        gettext_noop(
            "{owner}: open deals {open}, touches they need in two weeks {needed}, touches possible {possible}."
        ),
        {name: slots[name] for name in ("owner", "open", "needed", "possible")},
    )


def _proposal(lever: Lever, base: Mapping[str, Any], items: list[dict[str, Any]]) -> Proposal:
    """Return the proposal that moves these deals, every derived number made of the items."""
    treated = 1 - base["hold_share"]
    worth = "chance" if base["adds"] == "one" else "gain"
    effect = expected(Belief(*base["belief"]), treated * sum(item[worth] for item in items))
    inputs = {
        **base,
        "items": items,
        "expected": [effect.mean, effect.q10, effect.q90],
        "p_after": p_hit_with(base, effect.mean),
        "money_per_effect": sum(item["gain"] for item in items) / len(items),
        "loads": [
            r | {"after": r["before"] + sum(item["effort"] for item in items if item["to"] == r["owner"])}
            for r in base["receivers"]
        ],
        "books": [g | {"units": sum(item["from"] == g["owner"] for item in items)} for g in base["givers"]],
        "incomes": [
            {
                "owner": g["owner"],
                "before": g["income"],
                "after": g["income"] - sum(i["p"] * i["value"] for i in items if i["from"] == g["owner"]),
            }
            for g in base["givers"]
        ],
    }
    amounts = np.array([item["value"] for item in items])
    size = np.searchsorted(np.quantile(amounts, [0.25, 0.5, 0.75]), amounts, side="right")
    return Proposal(
        lever=lever.key,
        goal=base["goal"],
        scope_kind=base["scope"][0],
        scope_id=base["scope"][1],
        people=tuple(sorted({item[side] for item in items for side in ("from", "to")})),
        unit_kind=lever.unit_kind,
        units=np.array([item["id"] for item in items], dtype=np.int64),
        blocks=np.array([item["stage"] for item in items], dtype=np.int64) * AMOUNT_BLOCKS + size,
        covariate=np.array([item["p"] for item in items]),
        changes=tuple(Change(DEAL, item["id"], "owner", item["from"], item["to"], item["id"]) for item in items),
        expected=effect,
        cost=0,
        p_before=base["p_before"],
        p_after=inputs["p_after"],
        inputs=inputs,
        window=lever.window,
        expires=base["expires"],
    )


def _require_owners(owners: Mapping[int, int], refusal: str) -> None:
    if owners_of_open(owners) != dict(owners):
        raise ValidationError(refusal)


def _give(owners: Mapping[int, int], correction: int, by: Actor) -> None:
    people = User.objects.in_bulk(set(owners.values()))
    deals.reassign_many({deal: people[owner] for deal, owner in owners.items()}, by=by, correction=correction)
