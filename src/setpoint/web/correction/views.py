"""The page of one correction, where letters and notices lead."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from setpoint.journal.reading import timeline
from setpoint.kernel.permissions import visible_to
from setpoint.loop.act.models import DeclineReason
from setpoint.loop.act.models.correction import WAITING
from setpoint.loop.act.permissions import KIND
from setpoint.loop.cycle_report import scope_names
from setpoint.loop.verify.cards import cards
from setpoint.web.control_room.waiting import shown
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.timeline.telling import page_of


def correction(request: StaffRequest, correction_id: int) -> HttpResponse:
    """Show a correction with its words, its effect and its history."""
    who = actor(request)
    row = get_object_or_404(visible_to(who, KIND), pk=correction_id)
    (card,) = shown(request, [row], scope_names())
    context = {
        "correction": card,
        "waits": row.state in WAITING,
        "card": next(iter(cards([row])), None),
        "undoable": [row.pk] if card["decide"] else [],
        "reasons": DeclineReason.choices,
        "lines": page_of(timeline(who, about=(KIND, row.pk)), by=who, currency=row.currency),
    }
    return answer(request, "web/correction/page.html", context)
