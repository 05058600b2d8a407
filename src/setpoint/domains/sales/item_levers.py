"""What levers on single deals and leads share: candidates by their worth, a hold-out among them, words, arithmetic."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from django.utils.translation import gettext_noop

from setpoint.analysis.arrays import Floats
from setpoint.analysis.assignment import AMOUNT_BLOCKS, hold_out
from setpoint.analysis.belief import Belief
from setpoint.analysis.design import Unit
from setpoint.analysis.spells import LOST, WON
from setpoint.domains.sales.plan import FLOW, LEAD_FLOW, REVENUE
from setpoint.domains.sales.plan import WON as DEALS_WON
from setpoint.loop.act import phrases
from setpoint.loop.act.explanation import Sentence, Slot
from setpoint.loop.act.goals import Missed, expected, gap_inputs, missed, p_hit_with
from setpoint.loop.act.levers import Lever, Terms
from setpoint.loop.act.proposal import Change, Proposal
from setpoint.loop.control.situation import Situation
from setpoint.loop.plan.flow import Flow
from setpoint.loop.plan.parameters import parameter

CONVERSION_PRIOR, PRIOR_WEIGHT = 0.3, 20.0


@dataclass(frozen=True)
class Candidate:
    """A record that might be treated: what one full effect on it is worth, and what is written."""

    id: int
    owner: int
    stage: int
    gain: float
    """Minor units."""
    chance: float
    """Deals won."""
    before: Any
    after: Any
    field: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "id": self.id,
            "owner": self.owner,
            "stage": self.stage,
            "gain": self.gain,
            "chance": self.chance,
            "before": self.before,
            "after": self.after,
        }


class ItemLever(Lever):
    """One record, one unit: the most useful first, a share of them left alone for comparison."""

    corrects = (REVENUE.key, DEALS_WON.key)
    unit = Unit.ITEM
    flow: ClassVar[str] = LEAD_FLOW

    @abstractmethod
    def candidates(self, goal: Missed, flow: Flow, terms: Terms) -> list[Candidate]:
        """Return who might be treated, in any order; those under a lease are left out afterwards."""

    @abstractmethod
    def told(self, inputs: Mapping[str, Any]) -> list[Sentence]:
        """Return the sentences of what is proposed, and of how it is checked."""

    def propose(self, situation: Situation, terms: Terms, *, seed: int) -> list[Proposal]:
        """Return at most one proposal, for the goal that misses most."""
        del seed
        goal = missed(situation, self.corrects, FLOW)
        flow = situation.flows.get(self.flow)
        if goal is None or flow is None or len(flow.items) == 0:
            return []
        held = terms.held.get(self.writes, frozenset())
        found = [one for one in self.candidates(goal, flow, terms) if one.id not in held]
        found = sorted(found, key=lambda one: (-one.gain, one.id))[: terms.dose]
        if len(found) < terms.limits["fewest"]:
            return []
        inputs = gap_inputs(situation, goal.index) | {
            "goal": int(situation.goals.id[goal.index]),
            "adds": parameter(str(situation.goals.parameter[goal.index])).value_of,
            "belief": [terms.belief.mean, terms.belief.sd],
            "hold_share": terms.hold_share,
            "window": self.window,
            "expires": min(situation.day + 7, int(situation.goals.last[goal.index])),
        }
        return [self.proposal(inputs, [one.to_json() for one in found])]

    def adjust(self, proposal: Proposal, terms: Terms, *, units: int | None, receivers: Sequence[int]) -> Proposal:
        """Take the first ones; who receives is not chosen."""
        del terms, receivers
        return self.proposal(proposal.inputs, proposal.inputs["items"][: units or None])

    def hold_out(self, proposal: Proposal, week: int, share: float, *, seed: int) -> list[bool]:
        """Hold out records of every state and worth alike."""
        del week
        items = proposal.inputs["items"]
        stage = np.array([item["stage"] for item in items], dtype=np.int64)
        worth = np.array([item["gain"] for item in items], dtype=np.float64)
        return [bool(held) for held in hold_out(proposal.units, stage, worth, share=share, seed=seed)]

    def explain(self, inputs: Mapping[str, Any]) -> list[Sentence]:
        """Say what is missing, what is proposed, what it brings and risks, and how we shall know."""
        return [phrases.gap(inputs), *self.told(inputs), phrases.effect(inputs), *phrases.doubt(inputs)]

    def proposal(self, base: Mapping[str, Any], items: list[dict[str, Any]]) -> Proposal:
        """Return the proposal on these records, every derived number made of them."""
        worth = "chance" if base["adds"] == "one" else "gain"
        effect = expected(Belief(*base["belief"]), (1 - base["hold_share"]) * sum(item[worth] for item in items))
        inputs = {
            **base,
            "items": items,
            "expected": [effect.mean, effect.q10, effect.q90],
            "p_after": p_hit_with(base, effect.mean),
            "money_per_effect": sum(item["gain"] for item in items) / len(items),
        }
        amounts = np.array([item["gain"] for item in items])
        size = np.searchsorted(np.quantile(amounts, [0.25, 0.5, 0.75]), amounts, side="right")
        name = self.writes.rpartition(".")[2]
        return Proposal(
            lever=self.key,
            goal=base["goal"],
            scope_kind=base["scope"][0],
            scope_id=base["scope"][1],
            people=tuple(sorted({item["owner"] for item in items if item["owner"]})),
            unit_kind=self.unit_kind,
            units=np.array([item["id"] for item in items], dtype=np.int64),
            blocks=np.array([item["stage"] for item in items], dtype=np.int64) * AMOUNT_BLOCKS + size,
            covariate=np.array([item["chance"] for item in items]),
            changes=tuple(
                Change(self.unit_kind, item["id"], name, item["before"], item["after"], item["id"]) for item in items
            ),
            expected=effect,
            cost=0,
            p_before=base["p_before"],
            p_after=inputs["p_after"],
            inputs=inputs,
            window=self.window,
            expires=base["expires"],
        )


def checked(inputs: Mapping[str, Any], metric: str) -> Sentence:
    """Say after how long and by what one will know; `metric` is English of the catalogue."""
    return Sentence(
        metric, {"window": Slot("count", inputs["window"]), "share": Slot("share", inputs["hold_share"])}, "check"
    )


def worth_of_leads(goal: Missed, flow: Flow) -> tuple[Floats, Floats]:
    """Return (n,) what an open lead is worth in minor units and in deals won: its chance of becoming a deal, by source,
    times what the youngest open deals may bring.
    """
    spells = flow.spells
    ended = (spells.next == WON) | (spells.next == LOST)
    sources = len(flow.channels) + 1
    won = np.bincount(spells.channel[ended & (spells.next == WON)] + 1, minlength=sources)
    decided = np.bincount(spells.channel[ended] + 1, minlength=sources)
    rate = (won + CONVERSION_PRIOR * PRIOR_WEIGHT) / (decided + PRIOR_WEIGHT)
    young = goal.flow.items.stage == goal.flow.items.stage.min(initial=0)
    p = float(goal.chances.p[young].mean()) if young.any() else 0.0
    worth = float((goal.chances.p * goal.chances.worth)[young].mean()) if young.any() else 0.0
    each = rate[flow.items.channel + 1]
    return each * worth, each * p


def owner_of(flow: Flow, row: int) -> int:
    """Return the user who owns the item of a row; 0 for the pool."""
    return int(flow.owners[flow.items.owner[row]])


NOTHING_LOST = gettext_noop("It costs no money and can be taken back.")
