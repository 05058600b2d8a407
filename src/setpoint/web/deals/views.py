"""The list of deals and its bulk verbs."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from setpoint.domains.sales.operations import deals as operations
from setpoint.domains.sales.permissions import KIND
from setpoint.kernel.models import User
from setpoint.kernel.permissions import scope_of, within_scope
from setpoint.ui.toasting import say, warn
from setpoint.web.deal.showing import opened_beside
from setpoint.web.http import StaffRequest, actor, back
from setpoint.web.lists.asking import listing
from setpoint.web.lists.showing import render_list

# what one form may carry: more is an import or a lever
MOST = 1000


def deals(request: StaffRequest) -> HttpResponse:
    """Show a page of the list."""
    by = actor(request)
    asked = listing(KIND, request.GET, by)
    query = asked.parameters.urlencode()
    context: dict[str, Any] = {
        "creates": bool(scope_of(by, KIND, "create")),
        "nothing": "web/deals/nothing.html",
        "quick": _("Name of the deal"),
        "tabs_label": _("State"),
        "changed": "deals-changed",
        "beside": "deal",
    }
    if scope_of(by, KIND, "reassign"):
        context |= {"chooses": "deal", "bulk": "web/deals/bulk.html", "people": _people(request)}
    if request.headers.get("HX-Target") not in ("list", "more"):
        context |= opened_beside(request, f"{reverse('deals')}?{query}{'&' if query else ''}")
    return render_list(request, asked, "web/deals/page.html", context)


@require_POST
def reassignments(request: StaffRequest) -> HttpResponse:
    """Give the chosen deals to somebody, all or none."""
    chosen = [int(number) for number in request.POST.getlist("deal") if number.isdigit()][:MOST]
    number = request.POST.get("owner", "")
    person = get_object_or_404(User, pk=int(number) if number.isdigit() else 0)
    if not chosen:
        warn(request, _("Choose at least one deal."))
        return back(request, "deals")
    try:
        operations.reassign_many(dict.fromkeys(chosen, person), by=actor(request))
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
    else:
        text = ngettext("%(n)s deal is now with %(name)s", "%(n)s deals are now with %(name)s", len(chosen))
        say(request, text % {"n": len(chosen), "name": person.name})
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Trigger": "deals-changed"})
    return back(request, "deals")


def _people(request: StaffRequest) -> list[User]:
    people = User.objects.filter(is_active=True)
    return list(within_scope(actor(request), people, KIND, "reassign", owner="pk").order_by("name"))
