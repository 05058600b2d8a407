"""The list of products, one of them, a new one."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from setpoint.domains.catalog.models import Product
from setpoint.domains.catalog.operations import products as operations
from setpoint.journal.reading import timeline
from setpoint.kernel.permissions import scope_of, visible_to
from setpoint.ui.toasting import say
from setpoint.web.fields.card import card_of
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.lists.showing import show
from setpoint.web.products.forms import ProductForm
from setpoint.web.timeline.telling import page_of

KIND = "catalog.product"


def products(request: StaffRequest) -> HttpResponse:
    """Show a page of the products by name."""
    context = {
        "creates": scope_of(actor(request), KIND, "create") is not None,
        "empty": "web/products/empty.html",
        "nothing": "web/products/nothing.html",
    }
    return show(request, KIND, "web/products/page.html", context)


def new_product(request: StaffRequest) -> HttpResponse:
    """Add a product."""
    by, currency = actor(request), request.company.currency
    if scope_of(by, KIND, "create") is None:
        raise PermissionDenied
    form = ProductForm(currency, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.create(**form.cleaned_data, currency=currency, by=by)
        except ValidationError as refusal:
            form.add_refusal(refusal)
        else:
            say(request, _("Added: %(name)s") % {"name": made.name})
            return HttpResponseRedirect(reverse("product", args=[made.pk]))
    return answer(request, "web/products/new.html", {"form": form}, status=422 if form.is_bound else 200)


def product(request: StaffRequest, product_id: int) -> HttpResponse:
    """Show a product; POST changes it."""
    by = actor(request)
    found: Product = get_object_or_404(visible_to(by, KIND), pk=product_id)
    changes = scope_of(by, KIND, "change") is not None
    said = {name: getattr(found, name) for name in operations.CHANGEABLE}
    form = ProductForm(found.currency, request.POST or None, initial=said)
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_many({found.pk: form.cleaned_data}, by=by)
        except ValidationError as refusal:
            form.add_refusal(refusal)
        else:
            say(request, _("Saved."))
            return HttpResponseRedirect(reverse("product", args=[found.pk]))
    context: dict[str, Any] = {
        "product": found,
        "form": form,
        "changes": changes,
        "sells": scope_of(by, "sales.deal", "see") is not None,
        "card": card_of(KIND, found.pk, by, changes=changes),
        "lines": _lines(request, found),
        "timeline_url": reverse("product_timeline", args=[found.pk]),
    }
    return answer(request, "web/products/product.html", context, status=422 if form.is_bound else 200)


def product_timeline(request: StaffRequest, product_id: int) -> HttpResponse:
    """Show a further page of what happened to a product."""
    found: Product = get_object_or_404(visible_to(actor(request), KIND), pk=product_id)
    part = "ui/timeline_lines.html" if request.GET.get("before") else "ui/timeline.html"
    context = {"lines": _lines(request, found), "url": request.path, "id": "product-timeline"}
    return render(request, part, context)


def _lines(request: StaffRequest, found: Product) -> Any:
    facts = timeline(actor(request), about=(KIND, found.pk))
    channel, before = request.GET.get("channel", ""), request.GET.get("before", "")
    return page_of(facts, by=actor(request), currency=request.company.currency, channel=channel, before=before)
