"""What becomes of leads: a deal, a contact, nothing; and taking one up again."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.domains.customers.models.party import PartyKind
from setpoint.domains.sales.lead_facts import age_days, lead_fact
from setpoint.domains.sales.lead_locks import locked, require_open
from setpoint.domains.sales.lead_record import LeadConverted, LeadRejected, LeadReopened
from setpoint.domains.sales.models import Deal, Handover, Lead, LeadEnding, LeadOutcome, Nurture, Stage
from setpoint.domains.sales.operations import deals
from setpoint.domains.sales.operations.lead_words import policy_now
from setpoint.domains.sales.operations.pipelines import first_stage
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.bulk import update_each
from setpoint.kernel.clock import company_now
from setpoint.kernel.models import Company, User


@transaction.atomic
def to_deal(lead: Lead, *, by: Actor, stage: Stage | None = None, amount: int | None = None, **values: Any) -> Deal:
    """Turn a lead into a deal with its customer, product and source; return the deal.

    `amount` in minor units; without one the list price of the product is the estimate. `values` go to the deal.
    """
    lead = locked(by, [lead.pk])[lead.pk]
    require_open([lead])
    stage = stage or first_stage(policy_now().pipeline)
    currency = Company.objects.values_list("currency", flat=True).first() or "USD"
    product, person = lead.product, lead.customer
    owner = lead.owner or User.objects.filter(pk=by.user_id or 0).first()
    if owner is None:
        raise ValidationError({"owner": _("Nobody has the lead: take it first.")})
    estimated = amount is None and product is not None and product.currency == currency
    firm = person.employer if person is not None and person.kind == PartyKind.PERSON else None
    given: dict[str, Any] = {
        "name": _deal_name(lead),
        "customer": firm or person,
        "product": product,
        "channel": lead.source.key,
        "amount": product.list_price if estimated and product else amount,
        "estimated": estimated,
        "currency": currency,
    }
    deal = deals.create(by=by, pipeline=stage.pipeline, stage=stage, owner=owner, **given | values)
    _end([lead], LeadOutcome.DEAL, "", by, deal=deal)
    return deal


@transaction.atomic
def to_contact(lead: Lead, *, by: Actor, reason: str = "") -> Lead:
    """Keep who enquired as a contact, without a deal. ValidationError where the lead names nobody."""
    lead = locked(by, [lead.pk])[lead.pk]
    require_open([lead])
    if lead.customer is None:
        raise ValidationError({"customer": _("The lead names nobody who could be kept as a contact.")})
    _end([lead], LeadOutcome.CONTACT, reason, by)
    return lead


@transaction.atomic
def reject_many(ids: Sequence[int], *, reason: str, by: Actor) -> None:
    """Reject open leads with a reason."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the lead is rejected.")})
    leads = locked(by, ids)
    require_open(leads.values())
    _end(list(leads.values()), LeadOutcome.REJECTED, reason.strip()[:200], by)


@transaction.atomic
def reopen(lead: Lead, *, by: Actor) -> Lead:
    """Take an ended lead up again in the state it had; a deal it had become stays."""
    lead = locked(by, [lead.pk])[lead.pk]
    ending = LeadEnding.objects.filter(lead=lead).first()
    if ending is None:
        raise ValidationError(_("The lead is open already."))
    outcome = ending.outcome
    ending.delete()
    lead.ended_at = None
    lead.save(update_fields=["ended_at"])
    facts.emit(lead_fact(lead, LeadReopened, by, company_now(), outcome=outcome))
    return lead


def _end(leads: Sequence[Lead], outcome: LeadOutcome, reason: str, by: Actor, *, deal: Deal | None = None) -> None:
    now = company_now()
    for lead in leads:
        lead.ended_at = now
    update_each(leads, ["ended_at"])
    Nurture.objects.filter(lead__in=leads).delete()
    Handover.objects.filter(lead__in=leads, answered_at=None).update(
        answered_at=now, accepted=outcome != LeadOutcome.REJECTED
    )
    LeadEnding.objects.bulk_create(
        LeadEnding(lead=lead, outcome=outcome, reason=reason, deal=deal, ended_at=now, ended_by_id=by.user_id)
        for lead in leads
    )
    facts.emit_many([_ended(lead, outcome, reason, by, deal) for lead in leads])


def _ended(lead: Lead, outcome: LeadOutcome, reason: str, by: Actor, deal: Deal | None) -> facts.NewFact:
    now = company_now()
    days = age_days(lead, now)
    if outcome == LeadOutcome.REJECTED:
        return lead_fact(lead, LeadRejected, by, now, reason=reason, days=days)
    told: dict[str, Any] = {"outcome": outcome.value, "deal": deal.pk if deal else None, "days": days}
    return lead_fact(lead, LeadConverted, by, now, qualified_by=lead.qualified_by_id, **told)


def _deal_name(lead: Lead) -> str:
    who = lead.organisation or lead.name
    return f"{lead.product.name} · {who}"[:200] if lead.product else who[:200]
