"""Lever: bring deals that are stuck before the head of their owner."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_noop, ngettext
from django.utils.translation import gettext_lazy as _

from setpoint.analysis.arrays import Ints
from setpoint.analysis.belief import Belief
from setpoint.domains.sales.item_levers import Candidate, ItemLever, checked, owner_of
from setpoint.domains.sales.looking import look_at
from setpoint.domains.sales.operations import discipline
from setpoint.domains.sales.plan import FLOW
from setpoint.domains.sales.queries import advanced_between, owners_of_open
from setpoint.kernel.actors import Actor
from setpoint.loop.act.explanation import Sentence, Slot
from setpoint.loop.act.goals import Missed
from setpoint.loop.act.levers import Applied, Authority, JsonDict, Outcomes, Terms, register_lever
from setpoint.loop.act.workload import workload
from setpoint.loop.plan.flow import Flow


@register_lever
class EscalateStuckDeals(ItemLever):
    """The hours of a head are few: the stuck deals whose advance is worth most, so many for each team a week."""

    key = "sales.escalate_stuck_deals"
    name = _("Escalate stuck deals")
    what = _("Asks the head of a seller to help with deals that wait far longer than those that moved on.")
    metric = _("share of deals that moved a stage or were won within 10 working days")
    authority = Authority.ASKS
    flow = FLOW
    unit_kind = "sales.deal"
    writes = "sales.deal.escalation"
    window = 10
    prior = Belief(0.15, 0.12)
    first_dose = 10
    hold_share = 0.30
    limits = {"fewest": 7.0, "per_team": 10.0, "changes_per_person_week": 14.0, "changes_per_week": 25.0}

    def candidates(self, goal: Missed, flow: Flow, terms: Terms) -> list[Candidate]:
        """Return stuck deals in scope, at most so many of each team."""
        load, stale = workload(flow, goal.chances), look_at(flow).stale
        taken: dict[int, int] = {}
        found = []
        for row in np.lexsort((flow.items.ref, -load.gain)).tolist():
            owner = int(flow.items.owner[row])
            team = int(flow.team[owner])
            if (
                not (stale[row] and goal.inside[owner] and load.gain[row] > 0)
                or taken.get(team, 0) >= terms.limits["per_team"]
            ):
                continue
            taken[team] = taken.get(team, 0) + 1
            found.append(
                Candidate(
                    int(flow.items.ref[row]),
                    owner_of(flow, row),
                    int(flow.items.stage[row]),
                    float(load.gain[row]),
                    float(load.chance[row]),
                    None,
                    1,
                )
            )
        return found

    def told(self, inputs: Mapping[str, Any]) -> list[Sentence]:
        """Say how many deals, and what it costs."""
        count = len(inputs["items"])
        return [
            Sentence(
                lambda: ngettext(
                    "Proposal: the head helps with {count} deal that is stuck.",
                    "Proposal: heads help with {count} deals that are stuck.",
                    count,
                ),
                {"count": Slot("count", count)},
                "proposal",
            ),
            Sentence(gettext_noop("It costs heads an hour for each deal."), part="risk"),
            checked(
                inputs,
                gettext_noop(
                    "Checked after {window} working days by the share of deals that moved a stage or were won: "
                    "with {share} of them nobody helps, for comparison."
                ),
            ),
        ]

    def apply(self, applied: Applied, *, by: Actor) -> JsonDict:
        """Bring the deals before their heads, all or none."""
        ids = [change.id for change in applied.changes]
        if set(owners_of_open(ids)) != set(ids):
            raise ValidationError(gettext("A deal was closed since. Let the loop propose anew."))
        return {"deals": discipline.escalate_many(ids, by=by, correction=applied.id)}

    def undo(self, correction: int, record: JsonDict, *, by: Actor) -> None:
        """Take them away again."""
        del correction
        discipline.settle_many(record["deals"], by=by)

    def counted(self, units: int) -> str:
        """So many deals."""
        return ngettext("{count} deal", "{count} deals", units).format(count=units)

    def outcomes(self, applied: Applied, units: Ints) -> Outcomes:
        """1 for a deal that moved ahead or was won in the window, else 0."""
        done = advanced_between(units.tolist(), applied.executed_at, applied.ends_at)
        return Outcomes(np.array([float(u in done) for u in units.tolist()]), np.ones(len(units)))
