"""What was decided with a customer, and the step that follows."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.domains.customers.models import Decision, Party
from setpoint.domains.customers.permissions import KIND, require_parties
from setpoint.domains.customers.record import Decided, StepDone
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.refs import Ref


@transaction.atomic
def decide(party: Party, *, outcome: str, by: Actor, next_step: str = "", due_on: date | None = None) -> Decision:
    """Write down what came out of a talk and what comes next. ValidationError names the field."""
    require_parties(by, "see", [party.pk])
    made = Decision(
        party=party,
        outcome=outcome.strip(),
        next_step=next_step.strip(),
        due_on=due_on,
        owner_id=by.user_id,
        decided_at=company_now(),
    )
    if due_on and not made.next_step:
        raise ValidationError({"next_step": _("Say what is to be done by then.")})
    made.full_clean()
    made.save()
    told = Decided(
        decision=made.pk,
        outcome=made.outcome,
        next_step=made.next_step,
        due_on=due_on.isoformat() if due_on else "",
    )
    _tell(told, party, by)
    return made


@transaction.atomic
def finish(decision: Decision, *, by: Actor) -> None:
    """Say that the next step is done; again is no change."""
    require_parties(by, "see", [decision.party_id])
    if Decision.objects.filter(pk=decision.pk, done_at=None).exclude(next_step="").update(done_at=company_now()):
        _tell(StepDone(decision=decision.pk, next_step=decision.next_step), decision.party, by)


def _tell(payload: object, party: Party, by: Actor) -> None:
    facts.emit(
        facts.NewFact(
            payload,
            about=Ref(KIND, party.pk),
            by=by,
            occurred_at=company_now(),
            customer=party.pk,
            person=party.pk if party.is_personal else None,
        )
    )
