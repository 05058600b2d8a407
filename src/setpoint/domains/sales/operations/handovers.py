"""From who finds demand to who sells: a lead is qualified and offered, then accepted, or sent back with a reason."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.domains.sales.lead_facts import lead_fact
from setpoint.domains.sales.lead_locks import locked, require_open
from setpoint.domains.sales.lead_record import LeadAccepted, LeadOffered, LeadSentBack
from setpoint.domains.sales.models import Handover, Lead, LeadState, Meaning
from setpoint.domains.sales.permissions import LEAD
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.models import User
from setpoint.platform.fields.requiring import require_filled


@transaction.atomic
def qualify(lead: Lead, *, receiver: User, by: Actor) -> Handover:
    """Say that a lead is worth selling to, and hand it over to a seller, who accepts it or sends it back."""
    lead = locked(by, [lead.pk])[lead.pk]
    require_open([lead])
    if not receiver.is_active:
        raise ValidationError({"receiver": _("%(name)s no longer works here.") % {"name": receiver.name}})
    if lead.state.meaning != Meaning.OPEN:
        raise ValidationError({"state": _("The lead is qualified already.")})
    state = _state(Meaning.QUALIFIED)
    require_filled(LEAD, {lead.pk: state.pk})
    before, giver, now = lead.state, lead.owner, company_now()
    lead.qualified_by_id = by.user_id or (giver.pk if giver else None)
    lead.state, lead.owner, lead.assigned_at = state, receiver, now
    lead.save(update_fields=["state", "owner", "assigned_at", "qualified_by"])
    row = Handover.objects.create(lead=lead, giver_id=lead.qualified_by_id, receiver=receiver, offered_at=now)
    changes: dict[str, list[Any]] = {
        "state": [before.pk, state.pk],
        "owner": [giver.pk if giver else None, receiver.pk],
    }
    told: dict[str, Any] = {
        "from_owner": giver.pk if giver else None,
        "to_name": receiver.name,
        "from_state": before.pk,
    }
    facts.emit(lead_fact(lead, LeadOffered, by, now, changes=changes, **told))
    return row


@transaction.atomic
def accept(lead: Lead, *, by: Actor) -> Lead:
    """Accept a qualified lead: sales is at work on it."""
    lead = locked(by, [lead.pk])[lead.pk]
    require_open([lead])
    if lead.state.meaning != Meaning.QUALIFIED:
        raise ValidationError({"state": _("Only a qualified lead is accepted.")})
    state, before, now = _state(Meaning.ACCEPTED), lead.state, company_now()
    require_filled(LEAD, {lead.pk: state.pk})
    lead.state = state
    lead.save(update_fields=["state"])
    waiting = Handover.objects.filter(lead=lead, answered_at=None)
    giver = waiting.values_list("giver_id", flat=True).first()
    waiting.update(answered_at=now, accepted=True)
    changes: dict[str, list[Any]] = {"state": [before.pk, state.pk]}
    facts.emit(lead_fact(lead, LeadAccepted, by, now, changes=changes, giver=giver, from_state=before.pk))
    return lead


@transaction.atomic
def send_back(lead: Lead, *, reason: str, by: Actor) -> Lead:
    """Send a qualified lead back to who had qualified it, with the reason; it is open again there."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say what the lead lacks, so that the next one comes ripe.")})
    lead = locked(by, [lead.pk])[lead.pk]
    require_open([lead])
    if lead.state.meaning == Meaning.OPEN:
        raise ValidationError({"state": _("Only a qualified lead is sent back.")})
    now, before, owner = company_now(), lead.state, lead.owner
    last = Handover.objects.filter(lead=lead).order_by("-pk").first()
    working = last is not None and last.giver is not None and last.giver.is_active
    lead.state = LeadState.objects.filter(meaning=Meaning.OPEN, position__lt=before.position).last() or _state(
        Meaning.OPEN
    )
    lead.owner = last.giver if last is not None and working else None
    lead.assigned_at = now
    lead.save(update_fields=["state", "owner", "assigned_at"])
    Handover.objects.filter(lead=lead, answered_at=None).update(
        answered_at=now, accepted=False, reason=reason.strip()[:200]
    )
    changes: dict[str, list[Any]] = {
        "state": [before.pk, lead.state_id],
        "owner": [owner.pk if owner else None, lead.owner_id],
    }
    told: dict[str, Any] = {
        "reason": reason.strip()[:200],
        "from_owner": owner.pk if owner else None,
        "from_state": before.pk,
    }
    facts.emit(lead_fact(lead, LeadSentBack, by, now, changes=changes, **told))
    return lead


def _state(meaning: Meaning) -> LeadState:
    state = LeadState.objects.filter(meaning=meaning).first()
    if state is None:
        raise ValidationError({"state": _("No state of leads means this. Add one under Settings, Leads.")})
    return state
