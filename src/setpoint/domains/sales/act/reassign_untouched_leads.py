"""Lever: give leads that nobody has touched to a colleague who has room for them."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_noop, ngettext
from django.utils.translation import gettext_lazy as _

from setpoint.analysis.arrays import Ints
from setpoint.analysis.belief import Belief
from setpoint.domains.sales.item_levers import NOTHING_LOST, Candidate, ItemLever, checked, owner_of, worth_of_leads
from setpoint.domains.sales.lead_queries import owners_of_open_leads, touched_between
from setpoint.domains.sales.operations import leads
from setpoint.domains.sales.operations.leads import Assignment
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import User
from setpoint.loop.act.explanation import Sentence, Slot
from setpoint.loop.act.goals import Missed
from setpoint.loop.act.levers import Applied, Authority, JsonDict, Outcomes, Terms, register_lever
from setpoint.loop.plan.flow import Flow


@register_lever
class ReassignUntouchedLeads(ItemLever):
    """Once for each lead: who has waited longest at somebody full or away goes to who has least to do."""

    key = "sales.reassign_untouched_leads"
    name = _("Reassign untouched leads")
    what = _("Gives leads that nobody has touched to a colleague of the team who has least open leads.")
    metric = _("share of leads that were spoken with within 3 working days")
    authority = Authority.ACTS
    unit_kind = "sales.lead"
    writes = "sales.lead.owner"
    window = 3
    hold_days = 60
    prior = Belief(0.15, 0.10)
    first_dose = 20
    hold_share = 0.30
    limits = {"fewest": 7.0, "waits_days": 1.0, "changes_per_person_week": 14.0, "changes_per_week": 25.0}

    def candidates(self, goal: Missed, flow: Flow, terms: Terms) -> list[Candidate]:
        """Return untouched leads of owners who have more than their colleagues, each with who would get it."""
        items = flow.items
        waits = (items.since == items.opened) & (flow.day - items.opened >= terms.limits["waits_days"])
        load = np.bincount(items.owner, minlength=len(flow.owners)).astype(np.float64)
        here = flow.active & ~flow.capacity.away(flow.day + 1)
        gain, chance = worth_of_leads(goal, flow)
        found = []
        for row in np.flatnonzero(waits).tolist():
            giver = int(items.owner[row])
            receiver = _receiver(flow, load, here, giver)
            if receiver is None:
                continue
            load[giver] -= 1
            load[receiver] += 1
            found.append(
                Candidate(
                    int(items.ref[row]),
                    owner_of(flow, row),
                    int(items.stage[row]),
                    float(gain[row]),
                    float(chance[row]),
                    owner_of(flow, row),
                    int(flow.owners[receiver]),
                )
            )
        return found

    def told(self, inputs: Mapping[str, Any]) -> list[Sentence]:
        """Say how many leads go to whom."""
        count = len(inputs["items"])
        receivers = sorted({item["after"] for item in inputs["items"]})
        return [
            Sentence(
                lambda: ngettext(
                    "Proposal: {count} lead that nobody has touched goes to {receivers}.",
                    "Proposal: {count} leads that nobody has touched go to {receivers}.",
                    count,
                ),
                {"count": Slot("count", count), "receivers": Slot("people", receivers)},
                "proposal",
            ),
            Sentence(NOTHING_LOST, part="risk"),
            checked(
                inputs,
                gettext_noop(
                    "Checked after {window} working days by the share of leads that were spoken with: "
                    "{share} of them stay where they are for comparison."
                ),
            ),
        ]

    def apply(self, applied: Applied, *, by: Actor) -> JsonDict:
        """Give the leads to their new owners, all or none."""
        before = {change.id: change.before or None for change in applied.changes}
        if owners_of_open_leads(before) != before:
            raise ValidationError(gettext("A lead has changed its owner or ended since. Let the loop propose anew."))
        _give({change.id: change.after for change in applied.changes}, applied.id, by)
        return {"owners": [[c.id, c.before or None, c.after] for c in applied.changes]}

    def undo(self, correction: int, record: JsonDict, *, by: Actor) -> None:
        """Give back the leads that are still where the correction put them."""
        standing = owners_of_open_leads([lead for lead, _old, _new in record["owners"]])
        back = {lead: old for lead, old, new in record["owners"] if standing.get(lead) == new}
        _give(back, correction, by)

    def counted(self, units: int) -> str:
        """So many leads."""
        return ngettext("{count} lead", "{count} leads", units).format(count=units)

    def outcomes(self, applied: Applied, units: Ints) -> Outcomes:
        """1 for a lead that was spoken with in the window, else 0."""
        done = touched_between(units.tolist(), applied.executed_at, applied.ends_at)
        return Outcomes(np.array([float(u in done) for u in units.tolist()]), np.ones(len(units)))


def _receiver(flow: Flow, load: Any, here: Any, giver: int) -> int | None:
    """Who has least open leads, in the own team before others; None where nobody has fewer than the giver."""
    able = [i for i in range(len(load)) if here[i] and i != giver]
    if not able:
        return None
    best = min(able, key=lambda i: (flow.team[i] != flow.team[giver], load[i], i))
    return best if load[best] + 1 < load[giver] or not here[giver] else None


def _give(owners: Mapping[int, int | None], correction: int, by: Actor) -> None:
    people = User.objects.in_bulk({owner for owner in owners.values() if owner})
    given = [Assignment(lead, people[owner] if owner else None, gettext("untouched")) for lead, owner in owners.items()]
    leads.assign_many(given, by=by, correction=correction)
