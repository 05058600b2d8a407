"""What is decided on a correction: apply, adjust, decline, take back. Each is a resource of its own."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from setpoint.kernel.permissions import visible_to
from setpoint.loop.act.models import Correction, DeclineReason
from setpoint.loop.act.operations import corrections, execution
from setpoint.ui.toasting import say, warn
from setpoint.web.http import StaffRequest, actor, back


@require_POST
def approval(request: StaffRequest, correction_id: int) -> HttpResponse:
    """Apply what waits."""
    return _decide(
        request,
        correction_id,
        lambda row: execution.apply(row, by=actor(request)),
        _("Applied. You can take it back until it has been measured."),
    )


@require_POST
def undoing(request: StaffRequest, correction_id: int) -> HttpResponse:
    """Put back exactly what was before."""
    return _decide(
        request, correction_id, lambda row: execution.undo(row, by=actor(request)), _("Taken back: all is as it was.")
    )


@require_POST
def refusal(request: StaffRequest, correction_id: int) -> HttpResponse:
    """Decline with a reason."""
    reason = request.POST.get("reason", "")
    if reason not in DeclineReason.values:
        warn(request, _("Choose a reason: the loop learns from it."))
        return back(request, "control_room")
    return _decide(
        request,
        correction_id,
        lambda row: corrections.decline(
            row, reason=DeclineReason(reason), note=request.POST.get("note", "")[:500], by=actor(request)
        ),
        _("Declined. It comes back only if it promises much more."),
    )


@require_POST
def adjustment(request: StaffRequest, correction_id: int) -> HttpResponse:
    """Take fewer units."""
    units = request.POST.get("units", "")
    if not units.isdigit():
        warn(request, _("Say how many: a whole number."))
        return back(request, "control_room")
    return _decide(
        request,
        correction_id,
        lambda row: corrections.adjust(row, units=int(units), by=actor(request)),
        _("Adjusted: the numbers are those of the smaller correction."),
    )


def _decide(request: StaffRequest, correction_id: int, act: Callable[[Correction], object], done: str) -> HttpResponse:
    row = get_object_or_404(visible_to(actor(request), "loop.correction"), pk=correction_id)
    try:
        act(row)
    except ValidationError as refused:
        warn(request, " ".join(refused.messages))
    else:
        say(request, done)
    return back(request, "control_room")
