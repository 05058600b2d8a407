"""The list of colleagues with how each comes in, for those who see to security."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from setpoint.kernel.people import USER
from setpoint.kernel.permissions import scope_of
from setpoint.web.http import StaffRequest, actor
from setpoint.web.lists.showing import show
from setpoint.web.people.listing import attach


def people(request: StaffRequest) -> HttpResponse:
    """Show a page of the staff by name."""
    must_see_to_security(request)
    context = {"nothing": "web/people/nothing.html", "last_cell": "web/people/verbs.html", "attach": attach}
    return show(request, USER, "web/people/page.html", context)


def must_see_to_security(request: StaffRequest) -> None:
    """PermissionDenied for whoever does not see to the security of the whole company."""
    if scope_of(actor(request), USER, "secure") != "all":
        raise PermissionDenied
