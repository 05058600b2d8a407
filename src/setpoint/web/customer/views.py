"""One customer: who it is, what is open, what was said, what comes next."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from setpoint.domains.channels.queries import of_person, standing
from setpoint.domains.customers.models import Party
from setpoint.domains.customers.models.party import PartyKind
from setpoint.domains.customers.operations import parties
from setpoint.domains.customers.permissions import KIND
from setpoint.domains.sales.models import Deal
from setpoint.journal.aliases import canonical
from setpoint.journal.reading import timeline
from setpoint.kernel.field_rights import hidden, readonly, veil
from setpoint.kernel.permissions import may, scope_of, visible_to
from setpoint.kernel.role_changes import ROLE
from setpoint.ui.toasting import say
from setpoint.web.customer.forms import ChangeForm
from setpoint.web.fields.card import card_of
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.timeline.telling import page_of

SHOWN = 10
TABLE = 20


def customer(request: StaffRequest, party_id: int) -> HttpResponse:
    """Show a customer; a card that was merged leads to the one that stays."""
    if (now := canonical(KIND, party_id)) != party_id:
        _visible(request, now)
        return HttpResponseRedirect(reverse("customer", args=[now]))
    return answer(request, "web/customer/page.html", _context(request, _visible(request, party_id)))


def customer_timeline(request: StaffRequest, party_id: int) -> HttpResponse:
    """Show a channel or a further page of what happened with the customer."""
    party = _visible(request, party_id)
    if not request.headers.get("HX-Request"):
        return answer(request, "web/customer/page.html", _context(request, party))
    part = "ui/timeline_lines.html" if request.GET.get("before") else "ui/timeline.html"
    context = {"lines": _lines(request, party), "url": request.path, "id": "customer-timeline"}
    return render(request, part, context)


def edit_customer(request: StaffRequest, party_id: int) -> HttpResponse:
    """Change the card."""
    party = _visible(request, party_id)
    form = ChangeForm(request.POST or None, initial={name: getattr(party, name) for name in ChangeForm.base_fields})
    form.leave_out(readonly(actor(request), KIND))
    if request.method == "POST" and form.is_valid():
        try:
            parties.change(party, form.cleaned_data, by=actor(request))
        except ValidationError as refusal:
            for messages in form.add_refusal(refusal).values():
                form.add_error(None, messages)
        else:
            say(request, _("Saved."))
            return HttpResponseRedirect(reverse("customer", args=[party.pk]))
    context = {"form": form, "party": party}
    return answer(request, "web/customer/edit.html", context, status=422 if form.is_bound else 200)


def _visible(request: StaffRequest, party_id: int) -> Party:
    party: Party | None = (
        visible_to(actor(request), KIND).select_related("employer", "territory").filter(pk=party_id).first()
    )
    if party is None:
        raise Http404
    return veil(actor(request), KIND, [party])[0]


def _context(request: StaffRequest, party: Party) -> dict[str, Any]:
    by = actor(request)
    changes = may(by, KIND, "change", party.pk)
    deals: QuerySet[Deal] = visible_to(by, "sales.deal").filter(customer=party)
    # open ones first, then the latest
    ended = Case(When(closed_at__isnull=True, then=Value(0)), default=Value(1), output_field=IntegerField())
    shown = list(deals.select_related("stage", "owner", "closure").order_by(ended, "-pk")[:TABLE])
    opened = [deal for deal in shown if deal.closed_at is None]
    touched = [deal.touched_at for deal in shown if deal.touched_at]
    people = visible_to(by, KIND).filter(employer=party).order_by("folded")
    return {
        "party": party,
        "deals": shown,
        "open_deals": opened,
        "last_touch": max(touched, default=None),
        # the one that waits longest is what to do next
        "next_deal": min(opened, key=_waits_since, default=None),
        "people": veil(by, KIND, people[:SHOWN]),
        "explains": scope_of(by, ROLE, "see") is not None,
        "unseen": hidden(by, "sales.deal"),
        "changes": changes,
        "creates_deals": bool(scope_of(by, "sales.deal", "create")),
        "consents": standing(of_person(party.pk)).values() if party.kind == PartyKind.PERSON else (),
        "lines": _lines(request, party),
        "timeline_url": reverse("customer_timeline", args=[party.pk]),
        "card": card_of(KIND, party.pk, by, changes=changes),
    }


def _lines(request: StaffRequest, party: Party) -> Any:
    by = actor(request)
    facts = timeline(by, customer=party.pk)
    channel, before = request.GET.get("channel", ""), request.GET.get("before", "")
    return page_of(facts, by=by, currency=request.company.currency, channel=channel, before=before)


def _waits_since(deal: Deal) -> float:
    moment = deal.touched_at or deal.opened_at
    return moment.timestamp() if moment else 0.0
