"""Lever: leave leads of little worth to marketing where sellers have more of them than time."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_noop, ngettext
from django.utils.translation import gettext_lazy as _

from setpoint.analysis.belief import Belief
from setpoint.analysis.design import Unit
from setpoint.domains.sales.item_levers import Candidate, ItemLever, worth_of_leads
from setpoint.domains.sales.operations import lead_words
from setpoint.kernel.actors import Actor
from setpoint.loop.act.explanation import Sentence, Slot
from setpoint.loop.act.goals import Missed
from setpoint.loop.act.levers import Applied, Authority, JsonDict, Terms, register_lever
from setpoint.loop.act.proposal import Proposal
from setpoint.loop.plan.flow import Flow

COMPANY = 1
HIGHEST = 100


@register_lever
class LeadCutOff(ItemLever):
    """One number for the company: nothing to compare within it, so it proves little."""

    key = "sales.lead_cut_off"
    name = _("Lead cut-off")
    what = _("Raises the least score from which leads go to sellers, where they have more leads than time.")
    metric = _("value for each touch, before and after")
    authority = Authority.ASKS
    unit = Unit.NODE
    divisible = False
    can_randomise = False
    unit_kind = "kernel.company"
    writes = "kernel.company.lead_cut_off"
    window = 10
    prior = Belief(0.03, 0.05)
    first_dose = 1000
    hold_share = 0.0
    hold_days = 20
    limits = {"fewest": 1.0, "overload": 1.2, "step": 10.0, "changes_per_person_week": 2.0, "changes_per_week": 25.0}

    def candidates(self, goal: Missed, flow: Flow, terms: Terms) -> list[Candidate]:
        """Return the company where its open leads need more touches than its sellers have in a week."""
        needed = float(flow.stages.effort[flow.items.stage].sum())
        possible = 5 * float(flow.capacity.touches_per_day[flow.active].sum())
        if needed <= terms.limits["overload"] * possible:
            return []
        gain, chance = worth_of_leads(goal, flow)
        return [Candidate(COMPANY, 0, 0, float(np.sum(gain)), float(np.sum(chance)), None, int(terms.limits["step"]))]

    def adjust(self, proposal: Proposal, terms: Terms, *, units: int | None, receivers: Sequence[int]) -> Proposal:
        """There is one number: ValidationError."""
        del proposal, terms, units, receivers
        raise ValidationError(gettext("There is one least score. Change it under Settings, Leads."))

    def hold_out(self, proposal: Proposal, week: int, share: float, *, seed: int) -> list[bool]:
        """Nothing is left alone."""
        del week, share, seed
        return [False] * len(proposal.units)

    def told(self, inputs: Mapping[str, Any]) -> list[Sentence]:
        """Say by how much, and what it costs."""
        step = inputs["items"][0]["after"]
        return [
            Sentence(
                gettext_noop("Proposal: the least score of a lead that goes to a seller rises by {step} points."),
                {"step": Slot("count", step)},
                "proposal",
            ),
            Sentence(gettext_noop("It costs the leads below: they wait with marketing."), part="risk"),
        ]

    def apply(self, applied: Applied, *, by: Actor) -> JsonDict:
        """Raise the least score, to a hundred at most."""
        before = lead_words.policy_now().cut_off
        step = sum(int(change.after) for change in applied.changes)
        lead_words.set_policy(cut_off=min(HIGHEST, before + step), by=by)
        return {"cut_off": before}

    def undo(self, correction: int, record: JsonDict, *, by: Actor) -> None:
        """Put the least score back."""
        del correction
        lead_words.set_policy(cut_off=record["cut_off"], by=by)

    def counted(self, units: int) -> str:
        """One number."""
        return ngettext("{count} number", "{count} numbers", units).format(count=units)
