"""Lever: touch deals that promise most more often than the norm of their stage."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_noop, ngettext
from django.utils.translation import gettext_lazy as _

from setpoint.analysis.arrays import Ints
from setpoint.analysis.belief import Belief
from setpoint.domains.sales.item_levers import Candidate, ItemLever, checked, owner_of
from setpoint.domains.sales.operations import call_blocks, discipline
from setpoint.domains.sales.plan import FLOW
from setpoint.domains.sales.queries import advanced_between, owners_of_open
from setpoint.kernel.actors import Actor
from setpoint.loop.act.explanation import Sentence, Slot
from setpoint.loop.act.goals import Missed
from setpoint.loop.act.levers import Applied, Authority, JsonDict, Outcomes, Terms, register_lever
from setpoint.loop.act.workload import workload
from setpoint.loop.plan.flow import Flow


@register_lever
class FollowUpCadence(ItemLever):
    """As many deals as an owner has touches left for, in order of what one advance brings."""

    key = "sales.follow_up_cadence"
    name = _("Follow-up cadence")
    what = _("Recommends to touch the deals that promise most every few days, as far as sellers have time.")
    metric = _("share of deals that advanced (stage move or win) within 10 working days")
    authority = Authority.ACTS
    flow = FLOW
    unit_kind = "sales.deal"
    writes = "sales.deal.cadence"
    window = 10
    prior = Belief(0.05, 0.05)
    first_dose = 30
    hold_share = 0.30
    limits = {
        "fewest": 7.0,
        "days": 3.0,
        "per_owner": 5.0,
        "changes_per_person_week": 14.0,
        "changes_per_week": 25.0,
    }

    def candidates(self, goal: Missed, flow: Flow, terms: Terms) -> list[Candidate]:
        """Return of each owner at work in scope the deals whose advance is worth most; one correction at a time."""
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
                    int(terms.limits["days"]),
                )
            )
        return found

    def told(self, inputs: Mapping[str, Any]) -> list[Sentence]:
        """Say how many deals are touched how often."""
        count = len(inputs["items"])
        return [
            Sentence(
                lambda: ngettext(
                    "Proposal: {count} deal is touched every {days} working days.",
                    "Proposal: {count} deals are touched every {days} working days.",
                    count,
                ),
                {"count": Slot("count", count), "days": Slot("count", inputs["items"][0]["after"])},
                "proposal",
            ),
            Sentence(gettext_noop("It costs touches that other deals do not get."), part="risk"),
            checked(
                inputs,
                gettext_noop(
                    "Checked after {window} working days by the share of deals that moved a stage or were won: "
                    "{share} of them keep the norm of their stage for comparison."
                ),
            ),
        ]

    def apply(self, applied: Applied, *, by: Actor) -> JsonDict:
        """Set the cadence, of all or none, and plan the first follow-up where nothing is planned."""
        days = {change.id: int(change.after) for change in applied.changes}
        if set(owners_of_open(days)) != set(days):
            raise ValidationError(gettext("A deal was closed since. Let the loop propose anew."))
        before = discipline.set_cadence(days, by=by, correction=applied.id)
        calls = call_blocks.follow_up(days, by=by)
        return {"days": [[deal, old] for deal, old in before.items()], "calls": [call.pk for call in calls]}

    def undo(self, correction: int, record: JsonDict, *, by: Actor) -> None:
        """Put back what stood before, and take the follow-ups that were not made off the days again."""
        call_blocks.take_back(record.get("calls", []), by=by)
        discipline.set_cadence(dict(record["days"]), by=by, correction=correction)

    def counted(self, units: int) -> str:
        """So many deals."""
        return ngettext("{count} deal", "{count} deals", units).format(count=units)

    def outcomes(self, applied: Applied, units: Ints) -> Outcomes:
        """1 for a deal that moved ahead or was won in the window, else 0."""
        done = advanced_between(units.tolist(), applied.executed_at, applied.ends_at)
        return Outcomes(np.array([float(u in done) for u in units.tolist()]), np.ones(len(units)))
