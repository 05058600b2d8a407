"""The page of one correction, where letters and notices lead, and what its numbers come from."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from setpoint.journal.reading import timeline
from setpoint.kernel.permissions import visible_to
from setpoint.loop.act.models import DeclineReason
from setpoint.loop.act.models.correction import WAITING
from setpoint.loop.act.permissions import KIND, require_decision
from setpoint.loop.cycle_report import scope_names
from setpoint.loop.verify.cards import cards
from setpoint.web.control_room.waiting import shown, unit_of
from setpoint.web.correction.derivation import derivation
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.timeline.telling import page_of


def correction(request: StaffRequest, correction_id: int) -> HttpResponse:
    """Show a correction with its words, its effect and its history."""
    who = actor(request)
    row = get_object_or_404(visible_to(who, KIND), pk=correction_id)
    (card,) = shown(request, [row])
    context = {
        "correction": card,
        "waits": row.state in WAITING,
        "card": next(iter(cards([row])), None),
        "undoable": [row.pk] if card["decide"] else [],
        "reasons": DeclineReason.choices,
        "lines": page_of(timeline(who, about=(KIND, row.pk)), by=who, currency=row.currency),
    }
    return answer(request, "web/correction/page.html", context)


def numbers(request: StaffRequest, correction_id: int) -> HttpResponse:
    """Show the inputs that a correction was proposed from, to who decides on it."""
    who = actor(request)
    row = get_object_or_404(visible_to(who, KIND), pk=correction_id)
    require_decision(who, row)
    context = {"derivation": derivation(row.proposal["inputs"], unit_of(row), scope_names())}
    return render(request, "web/correction/derivation.html", context)
