"""The address without a path leads to where the person's day begins."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from setpoint.kernel.permissions import scope_of
from setpoint.loop.plan.models import Plan
from setpoint.loop.plan.permissions import PLAN
from setpoint.web.http import StaffRequest, actor
from setpoint.web.shell.navigation import rail


def home(request: StaffRequest) -> HttpResponse:
    """Go to the control room if the person answers for a plan, else to the first place of the rail."""
    if scope_of(actor(request), PLAN, "change") and Plan.objects.exists():
        return HttpResponseRedirect(reverse("control_room"))
    return HttpResponseRedirect(rail(actor(request), request.path)[0].url)
