"""The list of deals, its bulk verbs, and the file a spreadsheet opens."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from setpoint.domains.sales.operations import deals as operations
from setpoint.domains.sales.permissions import KIND
from setpoint.kernel.models import User
from setpoint.kernel.permissions import scope_of, within_scope
from setpoint.ui.toasting import say, warn
from setpoint.web.board.filters import choices_for
from setpoint.web.deal.showing import opened_beside
from setpoint.web.deals.rows import SORTS, STATES, Wanted, deals_for, totals
from setpoint.web.fields.listing import asked, cells, listed
from setpoint.web.http import StaffRequest, actor, answer, back

# what one form may carry: more is an import or a lever
MOST = 1000


def deals(request: StaffRequest) -> HttpResponse:
    """Show a page of the list."""
    by, wanted = actor(request), Wanted.of(request.GET)
    of_fields = asked(KIND, request.GET)
    found = deals_for(by, wanted)
    rows = found.select_related("owner", "customer", "stage", "closure")
    page = listed(rows, of_fields, wanted.order, after=request.GET.get("after", ""))
    cells(KIND, page.rows, of_fields.columns, of_fields.fields, by)
    query = request.GET.copy()
    for name in ("deal", "after"):
        query.pop(name, None)
    address = f"{reverse('deals')}?{query.urlencode()}{'&' if query else ''}"
    context: dict[str, Any] = {
        "rows": page.rows,
        "more": f"{address}{urlencode({'after': page.after})}" if page.after else "",
        "wanted": wanted,
        "asked": of_fields,
        "states": STATES.items(),
        "sorts": SORTS,
        "filter": wanted.filter,
        "address": address,
        "query": query.urlencode(),
        "creates": bool(scope_of(by, KIND, "create")),
        "reassigns": bool(scope_of(by, KIND, "reassign")),
    }
    # a period is asked by figures: the list says what they say
    context["totals"] = totals(found) if wanted.filter.has_period else None
    if request.headers.get("HX-Target") == "more":
        return render(request, "web/deals/rows.html", context)
    if request.headers.get("HX-Target") != "deals":
        context["choices"] = choices_for(by)
        context |= opened_beside(request, address)
    if context["reassigns"]:
        context["people"] = _people(request)
    return answer(request, "web/deals/page.html", context, parts={"deals": "web/deals/list.html"})


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
