"""The records behind a figure of a report."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from setpoint.domains.analytics.answering import behind
from setpoint.domains.analytics.asking import Question
from setpoint.domains.analytics.copying.reading import NotYetError
from setpoint.kernel.field_rights import hidden
from setpoint.kernel.permissions import visible_to
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.reports.sheets import question_of
from setpoint.web.reports.views import known

SIZE = 50


@require_GET
def report_records(request: StaffRequest, key: str) -> HttpResponse:
    """Show the records behind a figure of a report of the house."""
    found = known(request, key)
    block = _number(request.GET.get("block", "0"), len(found.blocks))
    try:
        asked = question_of(found, found.blocks[block], block, request.GET.dict(), actor(request))
    except ValidationError:
        raise Http404 from None
    return show_records(request, asked, str(found.name))


def show_records(request: StaffRequest, asked: Question, title: str) -> HttpResponse:
    """Show a page of the records behind a figure, the newest first."""
    by = actor(request)
    figure = _number(request.GET.get("figure", "0"), len(asked.measures))
    row, column = request.GET.get("row"), request.GET.get("column")
    page = max(1, _number(request.GET.get("page", "1"), 10**6))
    try:
        ids, count = behind(asked, by, measure=figure, row=row, column=column, offset=(page - 1) * SIZE, size=SIZE)
    except NotYetError:
        raise Http404 from None
    # rights are asked once more, of today: the copy may be a minute old
    related = ("owner", "stage", "customer", "closure") if asked.source.kind == "sales.deal" else ("owner", "state")
    rows = visible_to(by, asked.source.kind).select_related(*related).filter(pk__in=ids).order_by("-pk")
    words = {name: value for name, value in request.GET.items() if name != "page"}
    context: dict[str, Any] = {
        "title": title,
        "figure": asked.measures[figure].name,
        "row": row if row is None else _named(asked, row, by),
        "rows": list(rows),
        "deals": asked.source.kind == "sales.deal",
        "money": "amount" not in hidden(by, asked.source.kind),
        "count": count,
        "page": page,
        "last": (count + SIZE - 1) // SIZE,
        "query": urlencode(words),
        "back": request.META.get("HTTP_REFERER", ""),
    }
    return answer(request, "web/reports/records.html", context)


def _named(asked: Question, key: str, by: Any) -> str:
    side = asked.rows
    return side.names(by).get(key, key) if side is not None and side.names is not None else key


def _number(text: str, below: int) -> int:
    """Return a number of an address that is less than `below`; 404 for anything else."""
    if not text.isdecimal() or len(text) > len(str(below)) or int(text) >= below:
        raise Http404
    return int(text)
