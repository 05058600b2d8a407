"""Lever: an hour of the next working day for calls to the deals that promise most."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_noop, ngettext
from django.utils.translation import gettext_lazy as _

from setpoint.analysis.arrays import Ints
from setpoint.analysis.belief import Belief
from setpoint.domains.sales.item_levers import Candidate, ItemLever, checked, owner_of
from setpoint.domains.sales.operations import call_blocks
from setpoint.domains.sales.plan import FLOW
from setpoint.domains.sales.queries import called_between, owners_of_open
from setpoint.kernel.actors import Actor
from setpoint.loop.act.explanation import Sentence, Slot
from setpoint.loop.act.goals import Missed
from setpoint.loop.act.levers import Applied, Authority, JsonDict, Outcomes, Terms, register_lever
from setpoint.loop.act.workload import workload
from setpoint.loop.plan.flow import Flow


@register_lever
class CallBlock(ItemLever):
    """As many deals as an owner calls in an hour, in order of what one advance brings."""

    key = "sales.call_block"
    name = _("Call block")
    what = _("Plans calls to the deals that promise most into one hour of the next working day of their owners.")
    metric = _("share of deals with whose customer somebody spoke by telephone within 5 working days")
    authority = Authority.ASKS
    flow = FLOW
    unit_kind = "sales.deal"
    writes = "sales.deal.call_block"
    window = 5
    prior = Belief(0.03, 0.05)
    first_dose = 30
    hold_share = 0.30
    limits = {
        "fewest": 7.0,
        "hour": 10.0,
        "per_owner": 5.0,
        "changes_per_person_week": 14.0,
        "changes_per_week": 25.0,
    }

    def candidates(self, goal: Missed, flow: Flow, terms: Terms) -> list[Candidate]:
        """Return of each owner at work in scope the deals whose advance is worth most; one block at a time."""
        if terms.held.get(self.writes):
            return []
        load = workload(flow, goal.chances)
        left = np.where(goal.inside & flow.active & (load.present > 0), int(terms.limits["per_owner"]), 0)
        found = []
        for row in np.lexsort((flow.items.ref, -load.gain)).tolist():
            owner = int(flow.items.owner[row])
            if left[owner] < 1 or load.gain[row] <= 0:
                continue
            left[owner] -= 1
            found.append(
                Candidate(
                    int(flow.items.ref[row]),
                    owner_of(flow, row),
                    int(flow.items.stage[row]),
                    float(load.gain[row]),
                    float(load.chance[row]),
                    None,
                    int(terms.limits["hour"]),
                )
            )
        return found

    def told(self, inputs: Mapping[str, Any]) -> list[Sentence]:
        """Say how many deals are called and when."""
        count = len(inputs["items"])
        return [
            Sentence(
                lambda: ngettext(
                    "Proposal: {count} call stands in the next working day from {hour} o'clock.",
                    "Proposal: {count} calls stand in the next working day from {hour} o'clock.",
                    count,
                ),
                {"count": Slot("count", count), "hour": Slot("count", inputs["items"][0]["after"])},
                "proposal",
            ),
            Sentence(gettext_noop("It costs an hour in which nothing else is done."), part="risk"),
            checked(
                inputs,
                gettext_noop(
                    "Checked after {window} working days by the share of deals with whose customer somebody spoke: "
                    "{share} of them get no call in the block for comparison."
                ),
            ),
        ]

    def apply(self, applied: Applied, *, by: Actor) -> JsonDict:
        """Plan the calls, all or none."""
        hours = {change.id: int(change.after) for change in applied.changes}
        if set(owners_of_open(hours)) != set(hours):
            raise ValidationError(gettext("A deal was closed since. Let the loop propose anew."))
        calls = call_blocks.plan(list(hours), hour=next(iter(hours.values()), 0), by=by)
        return {"calls": [call.pk for call in calls]}

    def undo(self, correction: int, record: JsonDict, *, by: Actor) -> None:
        """Take the calls that were not made off the day again."""
        del correction
        call_blocks.take_back(record["calls"], by=by)

    def counted(self, units: int) -> str:
        """So many deals."""
        return ngettext("{count} deal", "{count} deals", units).format(count=units)

    def outcomes(self, applied: Applied, units: Ints) -> Outcomes:
        """1 for a deal with whose customer somebody spoke by telephone in the window, else 0."""
        done = called_between(units.tolist(), applied.executed_at, applied.ends_at)
        return Outcomes(np.array([float(u in done) for u in units.tolist()]), np.ones(len(units)))
