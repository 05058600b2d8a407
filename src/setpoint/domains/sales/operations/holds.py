"""Deals that stall for a known reason: silent until a day, then taken up again."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.domains.sales.deal_facts import deal_fact
from setpoint.domains.sales.deal_locks import locked_deals, require_open
from setpoint.domains.sales.models import Deal, DealMark, Hold
from setpoint.domains.sales.record import DealHeld, DealResumed
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now, company_today


@transaction.atomic
def hold(deal: Deal, *, until: date | None, reason: str, by: Actor) -> Hold:
    """Put a deal on hold until a day, with the reason; its marks go. ValidationError names what is wrong."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the deal has to wait.")})
    if until is None or until <= company_today():
        raise ValidationError({"until": _("Choose a day after today.")})
    (deal,) = locked_deals(by, [deal.pk]).values()
    require_open([deal])
    now = company_now()
    values = {"until": until, "reason": reason.strip()[:200], "since": now, "by_id": by.user_id}
    row, _new = Hold.objects.update_or_create(deal=deal, defaults=values)
    DealMark.objects.filter(deal=deal).delete()
    told = {"until": until.isoformat(), "reason": row.reason}
    facts.emit(deal_fact(deal, DealHeld, by, now, changes=None, person=None, through="", **told))
    return row


@transaction.atomic
def resume_many(ids: Sequence[int], *, by: Actor) -> int:
    """Take deals off hold; return how many were on it."""
    deals = locked_deals(by, ids)
    rows = Hold.objects.filter(deal__in=deals)
    there = sorted(rows.values_list("deal_id", flat=True))
    rows.delete()
    now = company_now()
    facts.emit_many([deal_fact(deals[pk], DealResumed, by, now) for pk in there])
    return len(there)
