"""Segments: the list of them, a new one out of a filter of customers, one with its members and its size by day."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from setpoint.domains.customers.models import Segment
from setpoint.domains.customers.operations import segments as operations
from setpoint.domains.customers.permissions import KIND
from setpoint.kernel.field_rights import veil
from setpoint.kernel.permissions import visible_to
from setpoint.platform.lists.asking import question
from setpoint.platform.lists.kinds import columns_of, list_of
from setpoint.ui.toasting import say, warn
from setpoint.web.http import StaffRequest, actor, answer, back, verb
from setpoint.web.lists.building import lines_of

SHOWN = 20
# members taken over from a list at once
MOST = 10_000


@require_GET
def page(request: StaffRequest) -> HttpResponse:
    """List the segments with how many customers each has."""
    rows = visible_to(actor(request), operations.RECORD).select_related("owner").annotate(size=Count("members"))
    return answer(request, "web/segments/list.html", {"segments": rows})


def new(request: StaffRequest) -> HttpResponse:
    """Save what a list of customers asks as a segment, or put its customers into a static one."""
    by = actor(request)
    given = request.POST if request.method == "POST" else request.GET
    kind = list_of(KIND)
    asked = question(kind, columns_of(kind, by), {"filter": given.get("filter", ""), "q": given.get("q", "")}, by)
    fitting = asked.search.fitting
    problems = list(asked.problems)
    name, into, static = given.get("name", ""), given.get("into", ""), bool(given.get("static"))
    if request.method == "POST" and not problems:
        try:
            segment = _saved(name, into, static, given.get("filter", ""), by)
            if segment.static:
                added = operations.add(segment, list(fitting.values_list("pk", flat=True)[:MOST]), by=by)
                say(request, ngettext("%(n)s customer added.", "%(n)s customers added.", added) % {"n": added})
            else:
                say(request, _("Saved. The members are being looked for."))
            return HttpResponse(status=303, headers={"Location": reverse("segment", args=[segment.pk])})
        except ValidationError as refusal:
            problems = refusal.messages
    statics = [one for one in visible_to(by, operations.RECORD).filter(static=True) if operations.may_change(one, by)]
    context = {
        "name": name,
        "static": static,
        "filter": given.get("filter", ""),
        "q": given.get("q", ""),
        "lines": lines_of(asked.own, by),
        "joined": asked.own.joined,
        "count": fitting.count(),
        "problems": problems,
        "statics": statics,
    }
    return answer(request, "web/segments/new.html", context, status=422 if problems else 200)


def _saved(name: str, into: str, static: bool, asked: str, by: Any) -> Segment:  # noqa: FBT001 - a box of the form
    if into.isdigit():
        found: Segment = get_object_or_404(visible_to(by, operations.RECORD), pk=int(into), static=True)
        return found
    return operations.save(Segment(name=name, static=static, asked="" if static else asked), by=by)


def segment(request: StaffRequest, segment_id: int) -> HttpResponse:
    """Show a segment; POST changes its name or conditions, DELETE takes it away."""
    by = actor(request)
    found: Segment = get_object_or_404(visible_to(by, operations.RECORD).select_related("owner"), pk=segment_id)
    if request.method == "POST":
        return _changed(request, found)
    seen = visible_to(by, KIND).filter(pk__in=found.members.values("party"))
    shown = veil(by, KIND, list(seen.order_by("folded", "pk")[:SHOWN]))
    own = question(list_of(KIND), columns_of(list_of(KIND), by), {"filter": found.asked}, by)
    sizes = list(found.sizes.values_list("day", "size"))
    context = {
        "segment": found,
        "size": seen.count(),
        "members": shown,
        "picture": _picture(sizes) if len(sizes) > 1 else None,
        "lines": lines_of(own.own, by),
        "joined": own.own.joined,
        "problems": [found.problem] if found.problem else [],
        "changes": operations.may_change(found, by),
        "asked": f'{{"all":[["segment","is","{found.pk}"]]}}',
    }
    return answer(request, "web/segments/segment.html", context)


@require_POST
def member(request: StaffRequest, segment_id: int, party_id: int) -> HttpResponse:
    """POST puts a customer into a static segment, DELETE takes him out."""
    by = actor(request)
    found: Segment = get_object_or_404(visible_to(by, operations.RECORD), pk=segment_id)
    change = operations.remove if verb(request) == "DELETE" else operations.add
    try:
        change(found, [party_id], by=by)
        say(request, _("Saved."))
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
    return back(request, "segment", segment_id)


def _changed(request: StaffRequest, found: Segment) -> HttpResponse:
    by = actor(request)
    if verb(request) == "DELETE":
        operations.delete(found, by=by)
        say(request, _("Deleted: %(name)s") % {"name": found.name})
        return HttpResponse(status=303, headers={"Location": reverse("segments")})
    found.name = request.POST.get("name", found.name)
    found.asked = request.POST.get("filter", found.asked)
    try:
        operations.save(found, by=by)
        say(request, _("Saved."))
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
    return back(request, "segment", found.pk)


def _picture(sizes: list[tuple[Any, int]]) -> dict[str, Any]:
    """Return the size by day as a chart."""
    return {
        "grid": {"left": 48, "right": 16, "top": 16, "bottom": 28},
        "legend": {"show": False},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": [day.isoformat() for day, _size in sizes]},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [{"type": "line", "step": "end", "name": _("Customers"), "data": [size for _day, size in sizes]}],
    }
