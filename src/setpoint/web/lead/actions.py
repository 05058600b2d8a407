"""What is done with a lead. Every verb is a resource: POST /leads/7/ending ends, DELETE takes it up again."""

from collections.abc import Callable

from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from setpoint.domains.sales.models import LeadState
from setpoint.domains.sales.operations import handovers, lead_endings, leads, nurturing
from setpoint.domains.sales.permissions import LEAD
from setpoint.kernel.clock import company_now
from setpoint.kernel.models import User
from setpoint.kernel.permissions import visible_to
from setpoint.ui.toasting import say, warn
from setpoint.web.deal.actions import LONGEST_NOTE
from setpoint.web.deal.showing import TOUCHES
from setpoint.web.http import StaffRequest, actor, answer, back, go, verb, wants
from setpoint.web.lead.showing import lead_context, visible_lead
from setpoint.web.lead.views import PARTS


@require_http_methods(["POST", "DELETE"])
def lead_ending(request: StaffRequest, lead_id: int) -> HttpResponse:
    """POST turns the lead into a deal or a contact, or rejects it with a reason; DELETE takes it up again."""
    lead, by, address = visible_lead(request, lead_id), actor(request), reverse("lead_ending", args=[lead_id])
    undo = {"_method": "DELETE", "undo": 1}
    outcome = request.POST.get("outcome", "")
    if verb(request) == "DELETE":
        done = _tried(request, lambda: lead_endings.reopen(lead, by=by))
        if done:
            say(request, _("Taken up again: %(lead)s") % {"lead": lead.name})
        return _done(request, lead_id)
    if outcome == "deal":
        try:
            deal = lead_endings.to_deal(lead, by=by)
        except ValidationError as refusal:
            warn(request, " ".join(refusal.messages))
            return _done(request, lead_id)
        say(request, _("%(lead)s is a deal now") % {"lead": lead.name})
        return go(request, reverse("deal", args=[deal.pk]))
    if outcome == "contact":
        if _tried(request, lambda: lead_endings.to_contact(lead, by=by)):
            say(request, _("%(lead)s is kept as a contact") % {"lead": lead.name}, undo=address, values=undo)
    elif outcome == "rejected":
        reason = request.POST.get("reason", "")
        if _tried(request, lambda: lead_endings.reject_many([lead.pk], reason=reason, by=by)):
            say(request, _("Rejected: %(lead)s") % {"lead": lead.name}, undo=address, values=undo)
    else:
        raise BadRequest
    return _done(request, lead_id)


@require_POST
def lead_touches(request: StaffRequest, lead_id: int) -> HttpResponse:
    """Record that somebody spoke or wrote with who enquired, and what he wrote down about it."""
    lead = visible_lead(request, lead_id)
    kind, text = request.POST.get("kind", ""), request.POST.get("text", "").strip()[:LONGEST_NOTE]
    kinds = {name: label for name, label, _icon in TOUCHES}
    if kind not in kinds:
        raise BadRequest
    if kind == "note" and not text:
        warn(request, _("Write the note first: what is to be remembered?"))
    elif _tried(
        request, lambda: leads.touch_many([leads.Touch(lead.pk, kind, company_now(), text=text)], by=actor(request))
    ):
        say(request, _("Recorded: %(kind)s") % {"kind": kinds[kind]})
    return _done(request, lead_id)


@require_POST
def lead_states(request: StaffRequest, lead_id: int) -> HttpResponse:
    """Put the lead into another state; into one that means accepted, accept it."""
    lead = visible_lead(request, lead_id)
    number = request.POST.get("column", "")
    state = get_object_or_404(LeadState, pk=int(number) if number.isdigit() else 0)
    before = lead.state
    try:
        if state.meaning == "accepted" and before.meaning == "qualified":
            handovers.accept(lead, by=actor(request))
        else:
            leads.move_many({lead.pk: state}, by=actor(request))
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
        # the board puts the card back where a move is refused
        return HttpResponse(status=409) if "position" in request.POST else _done(request, lead_id)
    if before != state:
        text = _("%(lead)s is now in “%(state)s”") % {"lead": lead.name, "state": state.name}
        undo = {"column": before.pk, "undo": 1}
        say(request, text, undo=reverse("lead_states", args=[lead_id]), values=undo)
    return _done(request, lead_id)


@require_POST
def lead_owner(request: StaffRequest, lead_id: int) -> HttpResponse:
    """Give the lead to somebody, or let whoever asks take it out of the pool."""
    lead, by = visible_lead(request, lead_id), actor(request)
    number = request.POST.get("owner", "")
    if number == "take":
        if _tried(request, lambda: leads.take(lead, by=by)):
            say(request, _("%(lead)s is yours") % {"lead": lead.name})
        return _done(request, lead_id)
    person = get_object_or_404(User, pk=int(number)) if number.isdigit() else None
    if _tried(request, lambda: leads.assign_many([leads.Assignment(lead.pk, person)], by=by)):
        words = {"lead": lead.name, "name": person.name if person else _("in the pool")}
        undo = {"owner": lead.owner_id or "", "undo": 1}
        say(
            request,
            _("%(lead)s is now with: %(name)s") % words,
            undo=reverse("lead_owner", args=[lead_id]),
            values=undo,
        )
    return _done(request, lead_id)


@require_POST
def lead_handover(request: StaffRequest, lead_id: int) -> HttpResponse:
    """Qualify the lead and hand it over, accept it, or send it back with a reason."""
    lead, by, do = visible_lead(request, lead_id), actor(request), request.POST.get("do", "")
    number = request.POST.get("receiver", "")
    if do == "qualify":
        receiver = get_object_or_404(User, pk=int(number) if number.isdigit() else 0)
        if _tried(request, lambda: handovers.qualify(lead, receiver=receiver, by=by)):
            say(request, _("Handed over to %(name)s") % {"name": receiver.name})
    elif do == "accept":
        if _tried(request, lambda: handovers.accept(lead, by=by)):
            say(request, _("Accepted: %(lead)s") % {"lead": lead.name})
    elif do == "back":
        if _tried(request, lambda: handovers.send_back(lead, reason=request.POST.get("reason", ""), by=by)):
            say(request, _("Sent back: %(lead)s") % {"lead": lead.name})
    else:
        raise BadRequest
    return _done(request, lead_id)


@require_http_methods(["POST", "DELETE"])
def lead_nurture(request: StaffRequest, lead_id: int) -> HttpResponse:
    """POST leaves the lead to marketing for ?days=; DELETE takes it back."""
    lead, by = visible_lead(request, lead_id), actor(request)
    address = reverse("lead_nurture", args=[lead_id])
    if verb(request) == "DELETE":
        if _tried(request, lambda: nurturing.resume_many([lead.pk], by=by)):
            say(request, _("Taken back from marketing: %(lead)s") % {"lead": lead.name})
        return _done(request, lead_id)
    days, reason = request.POST.get("days", ""), request.POST.get("reason", "")
    number = int(days) if days.isascii() and days.isdigit() and len(days) < len("10000") else 0
    if _tried(request, lambda: nurturing.nurture_many([lead.pk], days=number, reason=reason, by=by)):
        undo = {"_method": "DELETE", "undo": 1}
        say(request, _("With marketing: %(lead)s") % {"lead": lead.name}, undo=address, values=undo)
    return _done(request, lead_id)


def _tried(request: StaffRequest, do: Callable[[], object]) -> bool:
    try:
        do()
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
        return False
    return True


def _done(request: StaffRequest, lead_id: int) -> HttpResponse:
    """Answer htmx with the panel where it asks for one, and tell the lists on the page; else go to the lead."""
    if not request.headers.get("HX-Request"):
        return back(request, "lead", lead_id)
    response = HttpResponse()
    # who gives a lead away may not see it any more
    if wants(request, "lead") and visible_to(actor(request), LEAD).filter(pk=lead_id).exists():
        response = answer(request, "web/lead/page.html", lead_context(request, lead_id), parts=PARTS)
    response.headers["HX-Trigger"] = "undone" if "undo" in request.POST else "leads-changed"
    return response
