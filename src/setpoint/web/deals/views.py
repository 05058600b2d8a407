"""The list of deals."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from setpoint.domains.sales.permissions import KIND
from setpoint.kernel.permissions import scope_of
from setpoint.web.deal.showing import opened_beside
from setpoint.web.http import StaffRequest, actor
from setpoint.web.lists.asking import listing
from setpoint.web.lists.showing import render_list


def deals(request: StaffRequest) -> HttpResponse:
    """Show a page of the list."""
    by = actor(request)
    asked = listing(KIND, request.GET, by)
    query = asked.parameters.urlencode()
    context: dict[str, Any] = {
        "creates": bool(scope_of(by, KIND, "create")),
        "nothing": "web/deals/nothing.html",
        "tabs_label": _("State"),
        "changed": "deals-changed",
        "beside": "deal",
    }
    if request.headers.get("HX-Target") not in ("list", "more"):
        context |= opened_beside(request, f"{reverse('deals')}?{query}{'&' if query else ''}")
    return render_list(request, asked, "web/deals/page.html", context)
