"""The page of jobs: a tab for each state, the schedule beside it, and what can be told to a job."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from setpoint.kernel import job_orders
from setpoint.kernel.permissions import scope_of, visible_to
from setpoint.ui.toasting import say, warn
from setpoint.web.http import StaffRequest, actor, answer, back
from setpoint.web.job_settings.rows import STATES, in_state, learn, lines_of, regular
from setpoint.web.paging import Order, page_of


def job_settings(request: StaffRequest) -> HttpResponse:
    """Show the jobs of a state, the newest first."""
    by = actor(request)
    if scope_of(by, job_orders.KIND, "see") is None:
        raise PermissionDenied
    learn()
    state = request.GET.get("state", "live")
    state = state if state in STATES else "live"
    visible = visible_to(by, job_orders.KIND)
    page = page_of(in_state(visible, state), Order("pk", descending=True), after=request.GET.get("after", ""))
    changes = scope_of(by, job_orders.KIND, "change") is not None
    context: dict[str, Any] = {
        "lines": lines_of(page.rows, changes=changes, person=request.user.pk),
        "state": state,
        "states": STATES.items(),
        "more": f"?state={state}&after={page.after}" if page.after else "",
    }
    if request.headers.get("HX-Target") == "more":
        return render(request, "web/job_settings/rows.html", context)
    if request.headers.get("HX-Target") != "jobs":
        context["regular"] = regular()
    return answer(request, "web/job_settings/page.html", context, parts={"jobs": "web/job_settings/list.html"})


@require_POST
def attempt(request: StaffRequest, job_id: int) -> HttpResponse:
    """Let a job run again."""
    learn()
    found = get_object_or_404(visible_to(actor(request), job_orders.KIND), pk=job_id)
    return _told(request, lambda: job_orders.retry(found.pk, by=actor(request)), _("It runs again."))


@require_POST
def cancelling(request: StaffRequest, job_id: int) -> HttpResponse:
    """End a job."""
    learn()
    found = get_object_or_404(visible_to(actor(request), job_orders.KIND), pk=job_id)
    return _told(request, lambda: job_orders.cancel(found.pk, by=actor(request)), _("It ends."))


def _told(request: StaffRequest, tell: Any, done: str) -> HttpResponse:
    try:
        tell()
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
    else:
        say(request, done)
    return back(request, "job_settings")
