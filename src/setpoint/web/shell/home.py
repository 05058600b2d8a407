"""The address without a path leads to the first place of the person's rail."""

from django.http import HttpResponse, HttpResponseRedirect

from setpoint.web.http import StaffRequest, actor
from setpoint.web.shell.navigation import rail


def home(request: StaffRequest) -> HttpResponse:
    """Go where this person's day begins."""
    return HttpResponseRedirect(rail(actor(request), request.path)[0].url)
