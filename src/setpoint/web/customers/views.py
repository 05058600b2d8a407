"""The list of customers, and adding one."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.operations import parties
from setpoint.domains.customers.permissions import KIND
from setpoint.kernel.field_rights import readonly
from setpoint.kernel.folding import fold
from setpoint.kernel.money import Money
from setpoint.kernel.permissions import scope_of, visible_to
from setpoint.ui.toasting import say
from setpoint.web.customers.forms import PartyForm
from setpoint.web.fields.listing import asked, cells, listed
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.paging import Order


def customers(request: StaffRequest) -> HttpResponse:
    """Show a page of customers by name, with the open deals of each that this person sees."""
    by, text = actor(request), request.GET.get("q", "").strip()
    found = visible_to(by, KIND)
    if text:
        found = found.filter(folded__contains=fold(text))
    of_fields = asked(KIND, request.GET)
    page = listed(found.select_related("employer"), of_fields, Order("folded"), after=request.GET.get("after", ""))
    cells(KIND, page.rows, of_fields.columns, of_fields.fields, by)
    query = request.GET.copy()
    query["after"] = page.after
    context: dict[str, Any] = {
        "rows": _with_deals(request, page.rows),
        "text": text,
        "more": f"{reverse('customers')}?{query.urlencode()}" if page.after else "",
        "asked": of_fields,
        "creates": bool(scope_of(by, KIND, "create")),
    }
    if request.headers.get("HX-Target") == "more":
        return render(request, "web/customers/rows.html", context)
    return answer(request, "web/customers/page.html", context, parts={"customers": "web/customers/list.html"})


def new_customer(request: StaffRequest) -> HttpResponse:
    """Add a customer."""
    by = actor(request)
    if scope_of(by, KIND, "create") is None:
        raise PermissionDenied
    form = PartyForm(request.POST or None, initial={"name": request.GET.get("name", "")})
    form.leave_out(readonly(by, KIND))
    if request.method == "POST" and form.is_valid():
        try:
            party = parties.create(by=by, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_refusal(refusal)
        else:
            say(request, _("Added: %(name)s") % {"name": party.name})
            response = HttpResponse(status=303)
            response.headers["Location"] = reverse("customer", args=[party.pk])
            return response
    return answer(request, "web/customers/new.html", {"form": form}, status=422 if form.is_bound else 200)


def _with_deals(request: StaffRequest, rows: list[Party]) -> list[tuple[Party, int, list[Money]]]:
    """Return parties with the number and the sums of their open deals, in one query for all."""
    deals = visible_to(actor(request), "sales.deal").filter(
        closed_at__isnull=True, customer__in=[party.pk for party in rows]
    )
    counts: dict[int, int] = {}
    sums: dict[int, list[Money]] = {}
    totals = deals.order_by().values("customer", "currency").annotate(count=Count("pk"), total=Sum("amount"))
    for row in totals:
        counts[row["customer"]] = counts.get(row["customer"], 0) + row["count"]
        if row["total"] is not None:
            sums.setdefault(row["customer"], []).append(Money(row["total"], row["currency"]))
    return [(party, counts.get(party.pk, 0), sums.get(party.pk, [])) for party in rows]
