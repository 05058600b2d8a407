"""The list of webhooks, one with its deliveries, and what is done with them."""

from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from setpoint.domains.exchange.models import Delivery, DeliveryState, Endpoint
from setpoint.domains.exchange.operations import endpoints
from setpoint.domains.exchange.permissions import ENDPOINT
from setpoint.domains.exchange.queries import body_of, endpoints_told
from setpoint.kernel.permissions import require, scope_of, visible_to
from setpoint.ui.toasting import say, warn
from setpoint.web.http import StaffRequest, actor, answer, verb
from setpoint.web.paging import Order, page_of
from setpoint.web.webhooks.forms import WebhookForm


def webhooks(request: StaffRequest) -> HttpResponse:
    """Show the webhooks; make one."""
    by = actor(request)
    require(by, ENDPOINT, "create", owner_id=by.user_id)
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = endpoints.make(**form.cleaned_data, owner=request.user, by=by)
        except ValidationError as refusal:
            _refuse(form, refusal)
        else:
            say(request, _("Made. Give the other system its secret."))
            return HttpResponseRedirect(reverse("webhook", args=[made.pk]))
    context = {"form": form, "rows": endpoints_told(visible_to(by, ENDPOINT))}
    return answer(request, "web/webhooks/page.html", context, status=422 if form.is_bound else 200)


def webhook(request: StaffRequest, webhook_id: int) -> HttpResponse:
    """Show one with its deliveries; change or remove it."""
    by = actor(request)
    row = _found(request, webhook_id)
    changes = scope_of(by, ENDPOINT, "change") is not None
    form = WebhookForm(request.POST if verb(request) == "POST" else None, initial=_initial(row))
    match verb(request):
        case "DELETE":
            endpoints.remove(row, by=by)
            say(request, _("Removed."))
            return HttpResponseRedirect(reverse("webhooks"))
        case "POST" if form.is_valid():
            try:
                endpoints.change(row, form.cleaned_data, by=by)
            except ValidationError as refusal:
                _refuse(form, refusal)
            else:
                say(request, _("Saved."))
                return HttpResponseRedirect(reverse("webhook", args=[row.pk]))
    page = page_of(row.deliveries.all(), Order("pk", descending=True), after=request.GET.get("after", ""))
    context: dict[str, Any] = {
        "row": row,
        "form": form,
        "changes": changes,
        "deliveries": page.rows,
        "more": f"?after={page.after}" if page.after else "",
        "waiting": row.deliveries.filter(state=DeliveryState.WAITING).count(),
    }
    return answer(request, "web/webhooks/one.html", context, status=422 if form.is_bound else 200)


@require_POST
def webhook_secret(request: StaffRequest, webhook_id: int) -> HttpResponse:
    """Give it a new secret."""
    row = endpoints.change(_found(request, webhook_id), {"secret": True}, by=actor(request))
    say(request, _("There is a new secret; the old one signs nothing any more."))
    return HttpResponseRedirect(reverse("webhook", args=[row.pk]))


@require_POST
def webhook_voice(request: StaffRequest, webhook_id: int) -> HttpResponse:
    """Let a quiet one be told again."""
    row = _found(request, webhook_id)
    endpoints.resume(row, by=actor(request))
    say(request, _("It is told again; what has waited leaves now."))
    return HttpResponseRedirect(reverse("webhook", args=[row.pk]))


def delivery(request: StaffRequest, delivery_id: int) -> HttpResponse:
    """Show a delivery with its body and its tries; send it again."""
    by = actor(request)
    rows = Delivery.objects.filter(endpoint__in=visible_to(by, ENDPOINT).values("pk"))
    row = get_object_or_404(rows.select_related("endpoint__owner"), pk=delivery_id)
    if request.method == "POST":
        try:
            endpoints.redeliver(row, by=by)
        except ValidationError as refusal:
            warn(request, " ".join(refusal.messages))
        else:
            say(request, _("It leaves again."))
        return HttpResponseRedirect(reverse("delivery", args=[row.pk]))
    body = orjson.dumps(body_of(row), option=orjson.OPT_INDENT_2).decode()
    return answer(request, "web/webhooks/delivery.html", {"row": row, "body": body, "tries": row.tries.all()})


def _found(request: StaffRequest, webhook_id: int) -> Endpoint:
    rows = visible_to(actor(request), ENDPOINT).select_related("silence", "owner")
    found: Endpoint = get_object_or_404(rows, pk=webhook_id)
    return found


def _initial(row: Endpoint) -> dict[str, Any]:
    return {"name": row.name, "url": row.url, "kinds": row.kinds}


def _refuse(form: WebhookForm, refusal: ValidationError) -> None:
    for key, messages in refusal.message_dict.items():
        form.add_error(key if key in form.fields else None, messages)
