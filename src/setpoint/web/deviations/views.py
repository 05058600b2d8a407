"""A deviation is accepted until a day or for good, and watched again; an alarm is judged."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from setpoint.kernel.permissions import visible_to
from setpoint.loop.control.models import Alarm, Case, Judgement
from setpoint.loop.control.operations import alarms, cases
from setpoint.loop.control.permissions import ALARM, CASE
from setpoint.ui.toasting import say, warn
from setpoint.web.deviations.forms import AcceptanceForm
from setpoint.web.http import StaffRequest, actor, back


@require_POST
def acceptance(request: StaffRequest, case_id: int) -> HttpResponse:
    """Accept a deviation with a reason, until a day where one is given."""
    case: Case = get_object_or_404(visible_to(actor(request), CASE), pk=case_id)
    form = AcceptanceForm(request.POST)
    if not form.is_valid():
        warn(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return back(request, "control_room")
    given = form.cleaned_data
    return _done(
        request,
        lambda: cases.accept(case=case, reason=given["reason"], resume_on=given["resume_on"], by=actor(request)),
        _("Accepted: it stays counted, and silent."),
    )


@require_POST
def resumption(request: StaffRequest, case_id: int) -> HttpResponse:
    """Watch an accepted deviation again."""
    case: Case = get_object_or_404(visible_to(actor(request), CASE), pk=case_id)
    return _done(request, lambda: cases.resume(case=case, by=actor(request)), _("Watched again."))


@require_POST
def judgement(request: StaffRequest, alarm_id: int) -> HttpResponse:
    """Say whether an alarm was real."""
    alarm: Alarm = get_object_or_404(visible_to(actor(request), ALARM), pk=alarm_id)
    said = request.POST.get("judgement", "")
    found = Judgement(said) if said in Judgement.values else Judgement.UNKNOWN
    return _done(request, lambda: alarms.judge(alarm, found, by=actor(request)), _("Thank you: now its rate is known."))


def _done(request: StaffRequest, act: Callable[[], object], words: str) -> HttpResponse:
    try:
        act()
    except ValidationError as refused:
        warn(request, " ".join(refused.messages))
    else:
        say(request, words)
    return back(request, "control_room")
