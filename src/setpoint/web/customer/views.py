"""One customer: who it is, what is open, what was said, what comes next."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.operations import parties
from setpoint.domains.customers.permissions import KIND
from setpoint.domains.customers.queries.card import relations_of, time_in_stages
from setpoint.domains.sales.models import Deal
from setpoint.journal.aliases import canonical
from setpoint.journal.models.fact import FactQuerySet
from setpoint.journal.reading import timeline
from setpoint.kernel.clock import company_now
from setpoint.kernel.field_rights import hidden, readonly
from setpoint.kernel.permissions import may, scope_of, visible_to
from setpoint.kernel.role_changes import ROLE
from setpoint.ui.toasting import say
from setpoint.web.customer.forms import ChangeForm
from setpoint.web.customer.glance import glance
from setpoint.web.customer.graph import options, related
from setpoint.web.customer.rows import sections
from setpoint.web.customer.seeing import visible_party
from setpoint.web.fields.card import card_of
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.timeline.telling import page_of

TABLE = 10


def customer(request: StaffRequest, party_id: int) -> HttpResponse:
    """Show a customer; a card that was merged leads to the one that stays."""
    if (now := canonical(KIND, party_id)) != party_id:
        visible_party(request, now)
        return HttpResponseRedirect(reverse("customer", args=[now]))
    return answer(request, "web/customer/page.html", _context(request, visible_party(request, party_id)))


def customer_timeline(request: StaffRequest, party_id: int) -> HttpResponse:
    """Show a channel, a sort, or a further page of what happened with the customer."""
    party = visible_party(request, party_id)
    if not request.headers.get("HX-Request"):
        return answer(request, "web/customer/page.html", _context(request, party))
    part = "ui/timeline_lines.html" if request.GET.get("before") else "ui/timeline.html"
    facts = timeline(actor(request), customer=party.pk)
    context = {"lines": _lines(request, facts), "url": request.path, "id": "customer-timeline"}
    return render(request, part, context)


def edit_customer(request: StaffRequest, party_id: int) -> HttpResponse:
    """Change the card."""
    party = visible_party(request, party_id)
    form = ChangeForm(request.POST or None, initial={name: getattr(party, name) for name in ChangeForm.base_fields})
    form.leave_out(readonly(actor(request), KIND))
    if request.method == "POST" and form.is_valid():
        try:
            parties.change(party, form.cleaned_data, by=actor(request))
        except ValidationError as refusal:
            form.add_refusal(refusal)
        else:
            say(request, _("Saved."))
            return HttpResponseRedirect(reverse("customer", args=[party.pk]))
    context = {"form": form, "party": party}
    return answer(request, "web/customer/edit.html", context, status=422 if form.is_bound else 200)


def _context(request: StaffRequest, party: Party) -> dict[str, Any]:
    by = actor(request)
    changes = may(by, KIND, "change", party.pk)
    facts = timeline(by, customer=party.pk)
    relations = [] if "relations" in hidden(by, KIND) else relations_of(by, party.pk)
    theirs = Deal.objects.filter(customer=party.pk).values("pk")
    ended = visible_to(by, "sales.deal").filter(pk__in=theirs, closed_at__isnull=False)
    closed: list[Deal] = list(ended.select_related("closure").order_by("-closed_at", "-pk")[:TABLE])
    return {
        "party": party,
        "closed_deals": closed,
        "related": related(party, relations),
        "graph": options(party, relations),
        "explains": scope_of(by, ROLE, "see") is not None,
        "unseen": hidden(by, "sales.deal"),
        "hidden": hidden(by, KIND),
        "changes": changes,
        "creates_deals": bool(scope_of(by, "sales.deal", "create")),
        "lines": _lines(request, facts),
        "timeline_url": reverse("customer_timeline", args=[party.pk]),
        "card": card_of(KIND, party.pk, by, changes=changes),
        "sections": sections(by, party),
        "spells": [(spell, passed.days) for spell, passed in time_in_stages(party.pk, company_now())],
        **glance(request, party, facts),
    }


def _lines(request: StaffRequest, facts: FactQuerySet) -> Any:
    asked = {name: request.GET.get(name, "") for name in ("channel", "sort", "before")}
    return page_of(facts, by=actor(request), currency=request.company.currency, **asked)
