"""The pipeline board: all deals in figures, the first cards of each column, the rest as one scrolls."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import Resolver404, resolve, reverse
from django.utils.safestring import SafeString

from setpoint.domains.sales.models import Deal, Pipeline, Stage
from setpoint.kernel.clock import company_now
from setpoint.kernel.field_rights import hidden
from setpoint.kernel.permissions import scope_of, visible_to
from setpoint.web.board.cards import drawn
from setpoint.web.board.columns import Head, first_cards, heads, next_cards
from setpoint.web.board.filters import Filter, choices_for
from setpoint.web.deal.showing import opened_beside
from setpoint.web.http import StaffRequest, actor, answer

DEAL = "sales.deal"


@dataclass(frozen=True)
class Column:
    """A column as it is drawn."""

    head: Head
    cards: list[SafeString]
    more: str


def board(request: StaffRequest, pipeline_id: int | None = None) -> HttpResponse:
    """Show a pipeline, by default the first."""
    by, now = actor(request), company_now()
    pipelines = list(Pipeline.objects.all())
    pipeline = next((found for found in pipelines if found.pk == pipeline_id), None)
    if pipeline_id is None and pipelines:
        pipeline = pipelines[0]
    elif pipeline is None:
        pipeline = get_object_or_404(Pipeline, pk=pipeline_id)
    chosen = _filter(request, request.GET)
    context: dict[str, Any] = {
        "pipelines": pipelines,
        "pipeline": pipeline,
        "filter": chosen,
        "creates": bool(scope_of(by, DEAL, "create")),
        "address": _address(request),
    }
    if pipeline:
        context["columns"] = _columns(request, chosen.apply(visible_to(by, DEAL)), pipeline, now)
        context["empty"] = not chosen.is_set and not any(column.head.count for column in context["columns"])
    if request.headers.get("HX-Target") != "board":
        context["choices"] = choices_for(by)
        context |= opened_beside(request, _address(request))
    return answer(request, "web/board/page.html", context, parts={"board": "web/board/board.html"})


def column(request: StaffRequest, stage_id: int) -> HttpResponse:
    """Show the cards of a column after ?after=."""
    stage = get_object_or_404(Stage, pk=stage_id)
    deals = _filter(request, request.GET).apply(visible_to(actor(request), DEAL))
    blind = is_blind(request)
    rows = _open(deals, stage.pipeline_id).filter(stage=stage)
    cards = next_cards(rows, request.GET.get("after", ""), blind=blind)
    more = _more(request.GET, stage, cards.after)
    context = {"cards": drawn(cards.deals, company_now(), _board_address(request, stage), blind=blind), "more": more}
    return render(request, "web/board/cards.html", context)


def heads_of_current(request: StaffRequest) -> HttpResponse:
    """Answer a move on the board with the new figures of the columns that the browser shows."""
    address = urlsplit(request.headers.get("HX-Current-URL", ""))
    try:
        match = resolve(address.path)
    except Resolver404:
        return HttpResponse()
    if match.func is not board:
        return HttpResponse()
    pipeline = Pipeline.objects.filter(pk=match.kwargs.get("pipeline_id", 0)).first() or Pipeline.objects.first()
    if pipeline is None:
        return HttpResponse()
    deals = _filter(request, QueryDict(address.query)).apply(visible_to(actor(request), DEAL))
    stages = list(pipeline.stages.all())
    figures = heads(_open(deals, pipeline.pk), stages, company_now(), blind=is_blind(request))
    return render(request, "web/board/heads.html", {"heads": figures})


def _columns(request: StaffRequest, deals: "QuerySet[Deal]", pipeline: Pipeline, now: datetime) -> list[Column]:
    deals = _open(deals, pipeline.pk)
    blind = is_blind(request)
    figures = heads(deals, list(pipeline.stages.all()), now, blind=blind)
    cards = first_cards(deals, figures, blind=blind)
    columns = []
    for head in figures:
        page = cards.get(head.stage.pk)
        more = _more(request.GET, head.stage, page.after) if page else ""
        columns.append(Column(head, drawn(page.deals if page else [], now, _address(request), blind=blind), more))
    return columns


def is_blind(request: StaffRequest) -> bool:
    """Whether amounts are hidden from the reader."""
    return "amount" in hidden(actor(request), DEAL)


def _filter(request: StaffRequest, query: QueryDict) -> Filter:
    """Read the filter; what is hidden from the reader narrows nothing."""
    chosen = Filter.of(query)
    return replace(chosen, product=None) if "product" in hidden(actor(request), DEAL) else chosen


def _open(deals: "QuerySet[Deal]", pipeline_id: int) -> "QuerySet[Deal]":
    return deals.filter(pipeline=pipeline_id, closed_at__isnull=True)


def _address(request: HttpRequest) -> str:
    """The board's own address without an opened deal, to which `deal=7` can be added."""
    query = request.GET.copy()
    query.pop("deal", None)
    return f"{request.path}?{query.urlencode()}{'&' if query else ''}"


def _board_address(request: HttpRequest, stage: Stage) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    return f"{reverse('board_of', args=[stage.pipeline_id])}?{query.urlencode()}{'&' if query else ''}"


def _more(query: QueryDict, stage: Stage, after: str) -> str:
    if not after:
        return ""
    asked = query.copy()
    asked.pop("deal", None)
    asked["after"] = after
    return f"{reverse('column', args=[stage.pk])}?{asked.urlencode()}"
