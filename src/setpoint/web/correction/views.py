"""The page of one correction, where letters and notices lead."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from setpoint.journal.reading import timeline
from setpoint.kernel.permissions import visible_to
from setpoint.loop.act.models import DeclineReason
from setpoint.loop.act.models.correction import WAITING
from setpoint.loop.act.permissions import KIND, may_decide
from setpoint.loop.act.queries import explanations
from setpoint.loop.verify.cards import cards
from setpoint.web.control_room.views import shown
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.timeline.telling import page_of


def correction(request: StaffRequest, correction_id: int) -> HttpResponse:
    """Show a correction with its words, its effect and its history."""
    who = actor(request)
    row = get_object_or_404(visible_to(who, KIND), pk=correction_id)
    words = explanations([row]).get(row.pk, "")
    waits = row.state in WAITING
    context = {
        "correction": shown(row, words, decide=waits and may_decide(who, row)),
        "waits": waits,
        "card": next(iter(cards([row])), None) if not waits else None,
        "reasons": DeclineReason.choices,
        "lines": page_of(timeline(who, about=(KIND, row.pk)), currency=row.currency),
    }
    return answer(request, "web/correction/page.html", context)
