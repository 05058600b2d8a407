"""A lever of another shape: it renames the regions of teams."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from django.core.exceptions import ValidationError

from setpoint.analysis.belief import Belief
from setpoint.analysis.design import Unit
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import Team
from setpoint.loop.act.explanation import Sentence, Slot
from setpoint.loop.act.levers import Applied, Authority, JsonDict, Lever, Outcomes, Terms
from setpoint.loop.act.proposal import Change, Money, Proposal
from setpoint.loop.control.situation import Situation


class RenameRegion(Lever):
    """Teams are its units; the first half of them is always held out."""

    key = "test.rename_region"
    name = "Rename regions"
    what = "Gives teams another region."
    metric = "letters in the name of the team"
    corrects = ()
    authority = Authority.ASKS
    unit = Unit.ITEM
    unit_kind = "kernel.team"
    writes = "kernel.team.region"
    window = 3
    prior = Belief(0.0, 1.0)
    first_dose = 5
    hold_share = 0.3

    def propose(self, situation: Situation, terms: Terms, *, seed: int) -> list[Proposal]:
        del seed
        held = terms.held.get(self.writes, frozenset())
        flow = situation.flows["sales.deals"]
        teams = [team for team in flow.teams.tolist() if team not in held][: terms.dose]
        if not len(situation.cases) or not teams:
            return []
        goal = int(situation.cases[0])
        return [
            Proposal(
                lever=self.key,
                goal=int(situation.goals.id[goal]),
                scope_kind="company",
                scope_id=1,
                people=tuple(flow.owners.tolist()),
                unit_kind=self.unit_kind,
                units=np.array(teams, dtype=np.int64),
                blocks=np.zeros(len(teams), dtype=np.int64),
                covariate=np.zeros(len(teams)),
                changes=tuple(Change("kernel.team", team, "region", "", "Coast", team) for team in teams),
                expected=Money(10.0, -5.0, 25.0),
                cost=0,
                p_before=0.2,
                p_after=0.3,
                inputs={"teams": teams, "money_per_effect": 1.0},
                window=self.window,
                expires=situation.day + 3,
            )
        ]

    def adjust(self, proposal: Proposal, terms: Terms, *, units: int | None, receivers: Sequence[int]) -> Proposal:
        del terms, receivers
        return proposal.limited(proposal.units[: units or None])

    def explain(self, inputs: Mapping[str, Any]) -> list[Sentence]:
        return [
            Sentence("Regions to be renamed in this company: {count}.", {"count": Slot("count", len(inputs["teams"]))})
        ]

    def apply(self, applied: Applied, *, by: Actor) -> JsonDict:
        del by
        for change in applied.changes:
            if not Team.objects.filter(pk=change.id, region=change.before).update(region=change.after):
                raise ValidationError("The region has another name by now.")
        return {"regions": [[change.id, change.before] for change in applied.changes]}

    def undo(self, correction: int, record: JsonDict, *, by: Actor) -> None:
        del correction, by
        for team, before in record["regions"]:
            Team.objects.filter(pk=team).update(region=before)

    def outcomes(self, applied: Applied, units: Any) -> Outcomes:
        del applied
        names = dict(Team.objects.values_list("pk", "name"))
        return Outcomes(np.array([float(len(names[unit])) for unit in units.tolist()]), np.ones(len(units)))
