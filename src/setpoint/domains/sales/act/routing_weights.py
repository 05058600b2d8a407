"""Lever: give more leads to sellers with whom more of them become deals, fewer to the others."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext, gettext_noop, ngettext
from django.utils.translation import gettext_lazy as _

from setpoint.analysis.arrays import Floats, Ints
from setpoint.analysis.belief import Belief
from setpoint.analysis.design import Unit
from setpoint.analysis.spells import LOST, WON
from setpoint.domains.sales.item_levers import NOTHING_LOST, Candidate, ItemLever, checked, worth_of_leads
from setpoint.domains.sales.lead_flow import POOL
from setpoint.domains.sales.lead_queries import converted_of
from setpoint.domains.sales.models import RoutingRule, RoutingSeat
from setpoint.domains.sales.operations import routing
from setpoint.kernel.actors import Actor
from setpoint.loop.act.explanation import Sentence, Slot
from setpoint.loop.act.goals import Missed
from setpoint.loop.act.levers import Applied, Authority, JsonDict, Outcomes, Terms, register_lever
from setpoint.loop.act.proposal import Proposal
from setpoint.loop.plan.flow import Flow

PRIOR_WEIGHT = 20.0
RECENT = 90


@register_lever
class RoutingWeights(ItemLever):
    """Weights move by two fifths at most a week, towards what was seen, shrunk to what all sellers do."""

    key = "sales.routing_weights"
    name = _("Routing weights")
    what = _("Gives more leads to sellers with whom more of them become deals; weights change by 40 % a week at most.")
    metric = _("share of the leads given to a seller that became a deal or a contact in the time")
    authority = Authority.ACTS
    unit = Unit.OWNER
    unit_kind = "kernel.user"
    writes = "kernel.user.routing_weight"
    window = 10
    prior = Belief(0.04, 0.04)
    relative = True
    divisible = False
    first_dose = 1000
    hold_share = 0.20
    limits = {
        "fewest": 2.0,
        "step": 0.4,
        "least_change": 0.05,
        "changes_per_person_week": 14.0,
        "changes_per_week": 25.0,
    }

    def candidates(self, goal: Missed, flow: Flow, terms: Terms) -> list[Candidate]:
        """Return sellers in scope whose weight changes, with the factor by which it does."""
        rates, decided = _rates(flow)
        inside = np.isin(flow.owners, goal.flow.owners[goal.inside]) & flow.active & (flow.owners != POOL)
        able = inside & (decided > 0)
        if not able.any():
            return []
        usual = float(np.average(rates[able], weights=np.maximum(decided[able], 1)))
        step = terms.limits["step"]
        factors = np.clip(rates / usual, 1 - step, 1 + step) if usual else np.ones(len(rates))
        gain, chance = worth_of_leads(goal, flow)
        each, one = (float(values.mean()) if len(values) else 0.0 for values in (gain, chance))
        return [
            Candidate(
                int(flow.owners[index]),
                int(flow.owners[index]),
                0,
                each * float(decided[index]),
                one * float(decided[index]),
                1.0,
                round(float(factors[index]), 3),
            )
            for index in np.flatnonzero(able & (np.abs(factors - 1) >= terms.limits["least_change"])).tolist()
        ]

    def adjust(self, proposal: Proposal, terms: Terms, *, units: int | None, receivers: Sequence[int]) -> Proposal:
        """Weights are taken as they are: fewer people would only shift the rest."""
        del terms, units, receivers
        return proposal

    def told(self, inputs: Mapping[str, Any]) -> list[Sentence]:
        """Say who gets more and who gets fewer."""
        more = [item["id"] for item in inputs["items"] if item["after"] > 1]
        fewer = [item["id"] for item in inputs["items"] if item["after"] < 1]
        said = []
        if more:
            said.append(
                Sentence(
                    gettext_noop("More leads go to {people}: more of theirs become deals or contacts."),
                    {"people": Slot("people", more)},
                    "proposal",
                )
            )
        if fewer:
            said.append(
                Sentence(gettext_noop("Fewer leads go to {people}."), {"people": Slot("people", fewer)}, "proposal")
            )
        return [
            *said,
            Sentence(NOTHING_LOST, part="risk"),
            checked(
                inputs,
                gettext_noop(
                    "Checked after {window} working days by the share of leads that became a deal or a contact: "
                    "{share} of the sellers keep their weight for comparison."
                ),
            ),
        ]

    def apply(self, applied: Applied, *, by: Actor) -> JsonDict:
        """Change the weights at every rule at which the sellers have a seat. ValidationError where they have none."""
        factors = {change.id: float(change.after) for change in applied.changes}
        if not factors:
            return {"weights": []}
        rules = RoutingRule.objects.filter(Q(seats__user__in=factors)).distinct()
        record = []
        for rule in rules:
            now = dict(RoutingSeat.objects.filter(rule=rule, user__in=factors).values_list("user_id", "weight"))
            after = {user: round(weight * factors[user], 4) for user, weight in now.items()}
            before = routing.weigh(rule, after, by=by, correction=applied.id)
            record += [[rule.pk, user, weight] for user, weight in before.items()]
        if not record:
            raise ValidationError(gettext("None of these people has a place in a rule of routing any more."))
        return {"weights": record}

    def undo(self, correction: int, record: JsonDict, *, by: Actor) -> None:
        """Put the weights back."""
        for rule in RoutingRule.objects.filter(pk__in={rule for rule, _user, _weight in record["weights"]}):
            seats = set(rule.seats.values_list("user_id", flat=True))
            back = {user: weight for pk, user, weight in record["weights"] if pk == rule.pk and user in seats}
            routing.weigh(rule, back, by=by, correction=correction)

    def counted(self, units: int) -> str:
        """So many sellers."""
        return ngettext("{count} seller", "{count} sellers", units).format(count=units)

    def outcomes(self, applied: Applied, units: Ints) -> Outcomes:
        """Share of the leads given to each in the window that became something, resting on their number."""
        done = converted_of(units.tolist(), applied.executed_at, applied.ends_at)
        y = [done[u][0] / done[u][1] if done[u][1] else np.nan for u in units.tolist()]
        return Outcomes(np.array(y), np.array([float(done[u][1]) for u in units.tolist()]))


def _rates(flow: Flow) -> tuple[Floats, Floats]:
    """(owners,) the share of leads decided lately that became something, shrunk to all, and how many were decided."""
    spells, owners = flow.spells, len(flow.owners)
    recent = (spells.end >= flow.day - RECENT) & np.isin(spells.next, (WON, LOST))
    won = np.bincount(spells.owner[recent & (spells.next == WON)], minlength=owners).astype(np.float64)
    decided = np.bincount(spells.owner[recent], minlength=owners).astype(np.float64)
    usual = won.sum() / max(decided.sum(), 1.0)
    return (won + usual * PRIOR_WEIGHT) / (decided + PRIOR_WEIGHT), decided
