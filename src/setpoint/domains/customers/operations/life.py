"""Entering stages of the life cycle, from any into any."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.domains.customers.models import LifeStage, Party, StageSpell
from setpoint.domains.customers.permissions import KIND, require_parties
from setpoint.domains.customers.record import StageEntered
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.bulk import insert_objects, update_each
from setpoint.kernel.clock import company_now
from setpoint.kernel.refs import Ref

DAY = 86_400.0


@transaction.atomic
def enter_many(stages: Mapping[int, LifeStage], *, by: Actor, at: datetime | None = None) -> list[Party]:
    """Put parties (number → stage) into stages, in sets; one already there stays. Return those that moved.

    ValidationError where the stage before began later than `at`.
    """
    require_parties(by, "change", list(stages))
    moment = at or company_now()
    parties = list(Party.objects.select_for_update().filter(pk__in=stages).order_by("pk"))
    moved = [party for party in parties if party.stage_id != stages[party.pk].pk]
    before = {
        spell.party_id: spell
        for spell in StageSpell.objects.filter(party__in=moved, ended_at=None).select_related("stage")
    }
    if any(spell.began_at > moment for spell in before.values()):
        raise ValidationError({"at": _("The stage before began later than that.")})
    for spell in before.values():
        spell.ended_at = moment
    update_each(before.values(), ["ended_at"])
    insert_objects(StageSpell, [StageSpell(party=party, stage=stages[party.pk], began_at=moment) for party in moved])
    for party in moved:
        party.stage = stages[party.pk]
    update_each(moved, ["stage"])
    facts.emit_many([_entered(party, stages[party.pk], before.get(party.pk), by, moment) for party in moved])
    return moved


def enter(party: Party, stage: LifeStage, *, by: Actor, at: datetime | None = None) -> bool:
    """Put one party into a stage; return False where it is there already."""
    return bool(enter_many({party.pk: stage}, by=by, at=at))


def _entered(party: Party, stage: LifeStage, before: StageSpell | None, by: Actor, moment: datetime) -> facts.NewFact:
    told = StageEntered(
        stage=stage.pk,
        stage_name=stage.name,
        from_stage=before.stage_id if before else None,
        from_name=before.stage.name if before else "",
        days=(moment - before.began_at).total_seconds() / DAY if before else None,
    )
    return facts.NewFact(told, about=Ref(KIND, party.pk), by=by, occurred_at=moment, customer=party.pk)
