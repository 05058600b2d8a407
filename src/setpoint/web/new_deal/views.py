"""Creating a deal."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from setpoint.domains.customers.models import Party
from setpoint.domains.sales.models import Deal
from setpoint.domains.sales.operations import deals
from setpoint.kernel.actors import Actor
from setpoint.kernel.folding import fold
from setpoint.kernel.permissions import scope_of, visible_to
from setpoint.platform.fields.reading import fields_written_by
from setpoint.ui.toasting import say
from setpoint.web.fields.inputs import FieldsForm
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.new_deal.forms import KIND, DealForm

OFFERED = 8


def new_deal(request: StaffRequest) -> HttpResponse:
    """Ask for a deal and create it; ?customer=7 says with whom."""
    by = actor(request)
    if scope_of(by, KIND, "create") is None:
        raise PermissionDenied
    known = _customer(by, request.GET.get("customer", ""))
    start = {"owner": request.user.pk, "customer": known.name if known else ""}
    form = DealForm(by, request.company.currency, request.POST or None, initial=start)
    further = FieldsForm(fields_written_by(by, KIND), by, data=request.POST or None, files=request.FILES or None)
    if request.method == "POST" and form.is_valid() & further.is_valid():
        try:
            deal = _create(form, further, request.company.currency, by)
        except ValidationError as refusal:
            further.add_refusal(form.add_refusal(refusal))
        else:
            say(request, _("Created: %(deal)s") % {"deal": deal.name})
            return HttpResponseRedirect(reverse("deal", args=[deal.pk]))
    return answer(
        request, "web/new_deal/page.html", {"form": form, "further": further}, status=422 if form.is_bound else 200
    )


def parties_found(request: StaffRequest) -> HttpResponse:
    """Offer parties for what is written in a row of a card."""
    return customers_found(request, "other")


def customers_found(request: StaffRequest, field: str = "customer") -> HttpResponse:
    """Offer customers for what is written."""
    text = fold(request.GET.get(field, ""))
    found = visible_to(actor(request), "customers.party").filter(folded__contains=text)
    names = [party.name for party in found[:OFFERED]] if text else []
    return render(request, "web/new_deal/customers.html", {"names": names})


def _create(form: DealForm, further: FieldsForm, currency: str, by: Actor) -> Deal:
    data = dict(form.cleaned_data)
    product, amount = data["product"], data["amount"]
    estimated = amount is None and product is not None and product.currency == currency
    data["amount"] = product.list_price if estimated else amount
    data |= {"pipeline": data["stage"].pipeline, "currency": currency, "estimated": estimated}
    return deals.create(by=by, fields=further.values(), **data)


def _customer(by: Actor, number: str) -> Party | None:
    found: Party | None = visible_to(by, "customers.party").filter(pk=int(number) if number.isdigit() else 0).first()
    return found
