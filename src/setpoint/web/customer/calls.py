"""Calling a customer: the call is recorded on the deal that waits longest, else on the card; the telephone dials."""

import json

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.operations import contacts
from setpoint.domains.customers.permissions import KIND
from setpoint.domains.sales.models import Deal
from setpoint.domains.sales.operations import deals
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.permissions import visible_to, within_scope
from setpoint.platform import channel_rules
from setpoint.ui.toasting import say, warn
from setpoint.web.http import StaffRequest, actor


@require_POST
def calls(request: StaffRequest, party_id: int) -> HttpResponse:
    """Record a call to the customer; the answer tells the browser the number, and where the call stands."""
    by = actor(request)
    party: Party = get_object_or_404(visible_to(by, KIND).exclude(phone=""), pk=party_id)
    why = channel_rules.refusal(channel_rules.Sending("phone", channel_rules.CALL, request.user.team_id, company_now()))
    if why:
        # neither dialled nor recorded
        warn(request, why)
        if request.headers.get("HX-Request"):
            return HttpResponse()
        return HttpResponse(status=303, headers={"Location": reverse("customer", args=[party.pk])})
    deal = _waiting(by, party)
    if deal is None:
        contacts.record(contacts.Contact("call", company_now(), party=party.pk), by=by)
        say(request, _("Calling %(name)s: %(phone)s.") % _said(party))
    else:
        deals.touch_many([deals.Touch(deal.pk, "call", company_now())], by=by)
        say(request, _("Calling %(name)s. Recorded on “%(deal)s”.") % {**_said(party), "deal": deal.name})
    if request.headers.get("HX-Request"):
        trigger = {"call": {"number": party.phone}, "deals-changed": {}}
        return HttpResponse(headers={"HX-Trigger": json.dumps(trigger)})
    place = reverse("deal", args=[deal.pk]) if deal else reverse("customer", args=[party.pk])
    return HttpResponse(status=303, headers={"Location": place})


def _waiting(by: Actor, party: Party) -> Deal | None:
    """Return the open deal with the customer or his employer that one may change and that waits longest; own first."""
    customers = [pk for pk in (party.pk, party.employer_id) if pk]
    found = within_scope(by, visible_to(by, "sales.deal"), "sales.deal", "change").filter(
        customer__in=customers, closed_at__isnull=True
    )
    own = found.filter(owner=by.user_id)
    oldest = F("touched_at").asc(nulls_first=True)
    return own.order_by(oldest, "pk").first() or found.order_by(oldest, "pk").first()


def _said(party: Party) -> dict[str, str]:
    return {"name": party.name, "phone": party.phone}
