"""What is done with a deal. Every verb is a resource: POST /deals/7/closure closes, DELETE reopens."""

import json

from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from setpoint.domains.sales.models import Outcome, Stage
from setpoint.domains.sales.operations import deals
from setpoint.kernel.clock import company_now
from setpoint.kernel.models import User
from setpoint.ui.templatetags.figures import money
from setpoint.ui.toasting import say, warn
from setpoint.web.board.views import heads_of_current
from setpoint.web.deal.forms import AmountForm, LossForm
from setpoint.web.deal.showing import TOUCHES, deal_context, visible_deal
from setpoint.web.deal.views import PARTS
from setpoint.web.http import StaffRequest, actor, answer, back, verb, wants

LONGEST_NOTE = 2000


@require_http_methods(["POST", "DELETE"])
def closure(request: StaffRequest, deal_id: int) -> HttpResponse:
    """POST closes as won, or as lost with a reason; DELETE reopens."""
    deal = visible_deal(request, deal_id)
    address = reverse("deal_closure", args=[deal_id])
    try:
        if verb(request) == "DELETE":
            deals.reopen(deal, by=actor(request))
            say(request, _("Reopened: %(deal)s") % {"deal": deal.name})
        elif request.POST.get("outcome") == Outcome.LOST:
            form = LossForm(request.POST)
            if not form.is_valid():
                return _shown(request, deal_id, loss=form, status=422)
            deals.lose(deal, reason=form.cleaned_data["reason"], by=actor(request))
            say(
                request,
                _("Lost: %(deal)s") % {"deal": deal.name},
                undo=address,
                values={"_method": "DELETE", "undo": 1},
            )
        else:
            deals.win(deal, by=actor(request))
            won = {"deal": deal.name, "amount": money(deal.money)}
            say(request, _("Won: %(deal)s, %(amount)s") % won, undo=address, values={"_method": "DELETE", "undo": 1})
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
    return done(request, deal_id)


@require_POST
def touches(request: StaffRequest, deal_id: int) -> HttpResponse:
    """Record that somebody spoke or wrote with the customer now, and what he wrote down about it."""
    deal = visible_deal(request, deal_id)
    kind, text = request.POST.get("kind", ""), request.POST.get("text", "").strip()[:LONGEST_NOTE]
    kinds = {name: label for name, label, _icon in TOUCHES}
    if kind not in kinds:
        raise BadRequest
    if kind == "note" and not text:
        warn(request, _("Write the note first: what is to be remembered?"))
        return done(request, deal_id)
    try:
        deals.touch_many([deals.Touch(deal.pk, kind, company_now(), text=text)], by=actor(request))
        say(request, _("Recorded: %(kind)s") % {"kind": kinds[kind]})
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
    return done(request, deal_id)


@require_POST
def moves(request: StaffRequest, deal_id: int) -> HttpResponse:
    """Put the deal into another stage."""
    deal = visible_deal(request, deal_id)
    number = request.POST.get("column", "")
    stage = get_object_or_404(Stage, pk=int(number) if number.isdigit() else 0)
    before = deal.stage
    try:
        lacking = deals.move_many([deals.Move(deal.pk, stage)], by=actor(request)).get(deal.pk, [])
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
        return _refused(request, deal_id, stage)
    if lacking:
        words = {"stage": stage.name, "missing": ", ".join(one.words for one in lacking)}
        warn(request, _("“%(stage)s” would rather have: %(missing)s") % words)
    if before != stage:
        text = _("%(deal)s is now in “%(stage)s”") % {"deal": deal.name, "stage": stage.name}
        undo = {"column": before.pk, "undo": 1}
        say(request, text, undo=reverse("deal_moves", args=[deal_id]), values=undo)
    if request.headers.get("HX-Request") and "position" in request.POST:
        return heads_of_current(request)
    return done(request, deal_id)


@require_POST
def owner(request: StaffRequest, deal_id: int) -> HttpResponse:
    """Give the deal to somebody else."""
    deal = visible_deal(request, deal_id)
    number = request.POST.get("owner", "")
    person = get_object_or_404(User, pk=int(number) if number.isdigit() else 0)
    before = deal.owner
    try:
        deals.reassign_many({deal.pk: person}, by=actor(request))
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
    else:
        text = _("%(deal)s is now with %(name)s") % {"deal": deal.name, "name": person.name}
        say(request, text, undo=reverse("deal_owner", args=[deal_id]), values={"owner": before.pk, "undo": 1})
    return done(request, deal_id)


@require_POST
def amount(request: StaffRequest, deal_id: int) -> HttpResponse:
    """Change the amount."""
    deal = visible_deal(request, deal_id)
    form = AmountForm(deal.currency, request.POST)
    if not form.is_valid():
        return _shown(request, deal_id, amount=form, status=422)
    deals.change(deal, {"amount": form.cleaned_data["amount"]}, by=actor(request))
    return done(request, deal_id)


def _refused(request: StaffRequest, deal_id: int, stage: Stage) -> HttpResponse:
    """Show what the deal lacks; the board puts the card back, and opens the deal beside."""
    if "position" not in request.POST:
        return done(request, deal_id, enter=stage.pk)
    place = f"{reverse('deal', args=[deal_id])}?enter={stage.pk}"
    return HttpResponse(status=409, headers={"HX-Trigger": json.dumps({"open-beside": {"url": place}})})


def _shown(
    request: StaffRequest,
    deal_id: int,
    *,
    status: int,
    amount: AmountForm | None = None,
    loss: LossForm | None = None,
    enter: int | None = None,
) -> HttpResponse:
    context = deal_context(request, deal_id, amount=amount, loss=loss, enter=enter)
    return answer(request, "web/deal/page.html", context, parts=PARTS, status=status)


def done(request: StaffRequest, deal_id: int, *, enter: int | None = None) -> HttpResponse:
    """Answer htmx with the panel where it asks for one, and tell the lists on the page; else go to the deal."""
    if not request.headers.get("HX-Request"):
        return back(request, "deal", deal_id)
    response = _shown(request, deal_id, status=200, enter=enter) if wants(request, "deal") else HttpResponse()
    response.headers["HX-Trigger"] = "undone" if "undo" in request.POST else "deals-changed"
    return response
