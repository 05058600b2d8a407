"""Lever: leave leads that take time and lead nowhere to marketing, so that sellers have it for others."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_noop, ngettext
from django.utils.translation import gettext_lazy as _

from setpoint.analysis.arrays import Ints
from setpoint.analysis.belief import Belief
from setpoint.domains.sales.item_levers import NOTHING_LOST, Candidate, ItemLever, checked, owner_of, worth_of_leads
from setpoint.domains.sales.lead_queries import converted_between, owners_of_open_leads
from setpoint.domains.sales.looking import look_at
from setpoint.domains.sales.operations import nurturing
from setpoint.kernel.actors import Actor
from setpoint.loop.act.explanation import Sentence, Slot
from setpoint.loop.act.goals import Missed
from setpoint.loop.act.levers import Applied, Authority, JsonDict, Outcomes, Terms, register_lever
from setpoint.loop.plan.flow import Flow


@register_lever
class NurtureLeads(ItemLever):
    """Stale leads wait with marketing for a while: what they may bring still comes, the touches go elsewhere."""

    key = "sales.nurture_leads"
    name = _("Send back to nurture")
    what = _("Leaves leads that wait far longer than those that led somewhere to marketing, and frees their touches.")
    metric = _("share of leads that became a deal or a contact within 20 working days")
    authority = Authority.ACTS
    unit_kind = "sales.lead"
    writes = "sales.lead.nurture"
    window = 20
    prior = Belief(0.02, 0.03)
    first_dose = 30
    hold_share = 0.30
    limits = {"fewest": 7.0, "days": 60.0, "changes_per_person_week": 14.0, "changes_per_week": 25.0}

    def candidates(self, goal: Missed, flow: Flow, terms: Terms) -> list[Candidate]:
        """Return leads that are stale by the times of those that moved on."""
        gain, chance = worth_of_leads(goal, flow)
        days = int(terms.limits["days"])
        return [
            Candidate(
                int(flow.items.ref[row]),
                owner_of(flow, row),
                int(flow.items.stage[row]),
                float(gain[row]),
                float(chance[row]),
                None,
                days,
            )
            for row in np.flatnonzero(look_at(flow).stale).tolist()
        ]

    def told(self, inputs: Mapping[str, Any]) -> list[Sentence]:
        """Say how many leads wait for how long."""
        count = len(inputs["items"])
        return [
            Sentence(
                lambda: ngettext(
                    "Proposal: {count} lead is left to marketing for {days} days.",
                    "Proposal: {count} leads are left to marketing for {days} days.",
                    count,
                ),
                {"count": Slot("count", count), "days": Slot("count", inputs["items"][0]["after"])},
                "proposal",
            ),
            Sentence(NOTHING_LOST, part="risk"),
            checked(
                inputs,
                gettext_noop(
                    "Checked after {window} working days by the share of leads that became a deal or a contact: "
                    "{share} of them stay with sellers for comparison."
                ),
            ),
        ]

    def apply(self, applied: Applied, *, by: Actor) -> JsonDict:
        """Leave the leads to marketing, all or none."""
        ids = [change.id for change in applied.changes]
        if set(owners_of_open_leads(ids)) != set(ids):
            raise ValidationError(gettext("A lead has ended since. Let the loop propose anew."))
        if ids:
            reason = gettext("stale: the loop left it to marketing")
            days = int(applied.changes[0].after)
            rows = nurturing.nurture_many(ids, days=days, reason=reason, by=by, correction=applied.id)
            return {"leads": [row.lead_id for row in rows]}
        return {"leads": []}

    def undo(self, correction: int, record: JsonDict, *, by: Actor) -> None:
        """Take back the leads that are still open."""
        still = owners_of_open_leads(record["leads"])
        nurturing.resume_many(sorted(still), by=by, correction=correction)

    def counted(self, units: int) -> str:
        """So many leads."""
        return ngettext("{count} lead", "{count} leads", units).format(count=units)

    def outcomes(self, applied: Applied, units: Ints) -> Outcomes:
        """1 for a lead that became something in the window, else 0."""
        done = converted_between(units.tolist(), applied.executed_at, applied.ends_at)
        return Outcomes(np.array([float(u in done) for u in units.tolist()]), np.ones(len(units)))
