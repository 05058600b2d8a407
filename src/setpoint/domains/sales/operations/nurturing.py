"""Leads left to marketing until a day, and taken back from it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.domains.sales.lead_facts import lead_fact
from setpoint.domains.sales.lead_locks import locked, require_open
from setpoint.domains.sales.lead_record import LeadNurtured, LeadResumed
from setpoint.domains.sales.models import Nurture
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now, company_today


@transaction.atomic
def nurture_many(
    ids: Sequence[int], *, days: int, reason: str, by: Actor, correction: int | None = None
) -> list[Nurture]:
    """Leave open leads to marketing for so many days, with the reason; those there already stay as they are."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is too early.")})
    if days < 1:
        raise ValidationError({"days": _("At least one day.")})
    leads = locked(by, ids)
    require_open(leads.values())
    there = set(Nurture.objects.filter(lead__in=leads).values_list("lead_id", flat=True))
    until, now = company_today() + timedelta(days=days), company_now()
    fresh = [lead for pk, lead in leads.items() if pk not in there]
    rows = Nurture.objects.bulk_create(
        Nurture(lead=lead, until=until, reason=reason.strip()[:200], since=now, correction_id=correction)
        for lead in fresh
    )
    told: dict[str, Any] = {"until": until.isoformat(), "reason": reason.strip()[:200], "correction": correction}
    facts.emit_many([lead_fact(lead, LeadNurtured, by, now, **told) for lead in fresh])
    return rows


@transaction.atomic
def resume_many(ids: Sequence[int], *, by: Actor, correction: int | None = None) -> int:
    """Take leads back from marketing; return how many were there."""
    leads = locked(by, ids)
    rows = Nurture.objects.select_for_update().filter(lead__in=leads)
    there = sorted(rows.values_list("lead_id", flat=True))
    rows.delete()
    now = company_now()
    facts.emit_many([lead_fact(leads[pk], LeadResumed, by, now, correction=correction) for pk in there])
    return len(there)
