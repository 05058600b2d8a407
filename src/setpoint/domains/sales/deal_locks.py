"""Deals as operations take them into their hands: locked, within the right of who acts, open, past their gates."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from setpoint.domains.sales.deal_facts import BATCH
from setpoint.domains.sales.gates import Missing, missing_for
from setpoint.domains.sales.models import Deal, Stage
from setpoint.domains.sales.permissions import KIND
from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import within_scope

# these tell what happened elsewhere: nobody can put it right any more
TELL_THE_PAST = ("import", "simulation")


class GateError(ValidationError):
    """A stage refuses a deal: `missing` says what it lacks, each with the place where it is put right."""

    def __init__(self, deal: Deal, stage: Stage, missing: Sequence[Missing]) -> None:
        self.deal, self.stage, self.missing = deal, stage, list(missing)
        words = {"stage": stage.name, "deal": deal.name, "missing": ", ".join(one.words for one in missing)}
        super().__init__({"stage": _("“%(deal)s” cannot enter “%(stage)s” yet. Missing: %(missing)s.") % words})


def locked_deals(by: Actor, ids: Sequence[int] | Mapping[int, Any], action: str = "change") -> dict[int, Deal]:
    """Return the deals by id, locked; PermissionDenied when one is beyond the actor's right."""
    wanted = set(ids)
    # "of": the nullable joins cannot be locked, and only the deal needs to be
    rows = Deal.objects.select_for_update(of=("self",)).select_related("stage", "owner")
    found: dict[int, Deal] = {}
    ordered = sorted(wanted)
    for start in range(0, len(ordered), BATCH):
        chunk = rows.filter(pk__in=ordered[start : start + BATCH])
        found |= {deal.pk: deal for deal in within_scope(by, chunk, KIND, action)}
    if by.view_only or len(found) != len(wanted):
        raise PermissionDenied(_("You have no right to do this. Ask your administrator or the head of your team."))
    return found


def require_open(deals: Iterable[Deal]) -> None:
    """Refuse deals that are closed."""
    closed = [deal.name for deal in deals if deal.closed_at is not None]
    if closed:
        raise ValidationError(_("Closed already: %(names)s. Reopen first.") % {"names": ", ".join(closed[:3])})


def pass_gates(
    entering: Mapping[int, Stage], deals: Mapping[int, Deal], *, by: Actor, fresh: bool = False
) -> dict[int, list[Missing]]:
    """Raise GateError where a hard gate refuses; return what advisory ones miss, by deal; `fresh` ones begin there."""
    if by.kind in TELL_THE_PAST or not entering:
        return {}
    lacking = missing_for(entering, deals, fresh=fresh)
    for pk, missing in lacking.items():
        hard = [one for one in missing if one.gate.hard]
        if hard:
            raise GateError(deals[pk], entering[pk], hard)
    return lacking


def last_stages(deals: Iterable[Deal]) -> dict[int, Stage]:
    """Return the last stage of the pipeline of each deal: who wins has gone through all."""
    rows = list(deals)
    last: dict[int, Stage] = {}
    for stage in Stage.objects.filter(pipeline__in={deal.pipeline_id for deal in rows}).order_by("position"):
        last[stage.pipeline_id] = stage
    return {deal.pk: last[deal.pipeline_id] for deal in rows}
