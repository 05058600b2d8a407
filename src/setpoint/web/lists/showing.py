"""Shows a list: the page, its rows alone when filtered, or the next rows alone."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from setpoint.platform.fields.models import Field
from setpoint.platform.lists.changes import changes_of
from setpoint.platform.lists.columns import Column, OfField
from setpoint.platform.lists.counting import count_of
from setpoint.platform.lists.models import Shared
from setpoint.platform.lists.paging import Page, page_of
from setpoint.platform.lists.showing import cells_of, joined
from setpoint.platform.lists.whole import all_details
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.lists.asking import Listing, listing
from setpoint.web.lists.building import Line, lines_of
from setpoint.web.lists.cells import Drawing


@dataclass(frozen=True)
class Head:
    """The head of a column: `next` is the order that a click asks for, `sorted` how it is sorted now."""

    column: Column
    next: str = ""
    sorted: str = ""


def show(request: StaffRequest, name: str, page: str, context: dict[str, Any] | None = None) -> HttpResponse:
    """Answer with the list of a kind; `page` extends web/lists/page.html."""
    asked = listing(name, request.GET, actor(request))
    return render_list(request, asked, page, context or {})


def render_list(request: StaffRequest, asked: Listing, page: str, context: dict[str, Any]) -> HttpResponse:
    """Answer with a list as it is asked for.

    context["under"] says what stands under a row's name, context["attach"] puts what `last_cell` needs on the rows.
    """
    after, before = (request.GET.get(name, "") for name in ("after", "before"))
    told, order = asked.question, asked.question.order
    found = Page([]) if told.problems else page_of(told.search, order, after=after, before=before)
    records = _records(asked, found)
    if "attach" in context:
        context["attach"](records)
    further = request.headers.get("HX-Target") == "more"
    query = asked.parameters
    address = f"{request.path}?{query.urlencode()}{'&' if query else ''}"
    changes = list(changes_of(asked.kind.kind, asked.kind.changes, asked.by, _fields(asked)).values())
    drawing = Drawing(
        asked.shown,
        next(iter(asked.columns)),
        address,
        context.get("beside", ""),
        chooses=bool(changes),
        under=context.get("under"),
    )
    cells = cells_of(asked.kind.kind, records, asked.shown, asked.columns, asked.by)
    context = {
        "listing": asked,
        "kind_name": asked.kind.kind,
        "rows": drawing.rows(records, cells),
        "parameters": asked.parameters,
        "address": address,
        "more": found.after,
        "earlier": "" if further else found.before,
        "bulk_changes": changes,
        **context,
    }
    if further:
        return render(request, "web/lists/rows.html", context)
    context |= _around(asked)
    if request.headers.get("HX-Target") != "list":
        context |= _bar(asked)
    return answer(request, page, context, parts={"list": "web/lists/list.html"})


def _fields(asked: Listing) -> list[Field]:
    return [column.field for column in asked.columns.values() if isinstance(column, OfField)]


def _records(asked: Listing, page: Page) -> list[Any]:
    if not page.ids:
        return []
    there = joined(asked.kind.rows(asked.by), asked.shown).in_bulk(page.ids)
    return [there[pk] for pk in page.ids if pk in there]


def _around(asked: Listing) -> dict[str, Any]:
    """Return what stands above the table."""
    tabs = asked.columns[asked.kind.tabs].options(asked.by) if asked.kind.tabs else ()
    here = [(_with(asked, **{asked.kind.tabs: key}), label, key == asked.question.tab) for key, label in tabs]
    wrong = bool(asked.question.problems)
    adds = asked.kind.sums if asked.has_period and "amount" in asked.columns and not wrong else None
    unsplit = asked.parameters.copy()
    unsplit.pop("columns", None)
    exported = unsplit.copy()
    exported["columns"] = keys = ",".join(column.key for column in asked.shown)
    whole = unsplit.copy()
    whole["columns"] = ",".join(all_details(asked.kind.kind, asked.columns.values()))
    others = [one for one in asked.columns.values() if one not in asked.shown and not getattr(one, "hidden", False)]
    return {
        "heads": [_head(asked, column) for column in asked.shown],
        "choosable": [*((one, True) for one in asked.shown), *((one, False) for one in others)],
        "column_keys": keys,
        "sharing": Shared.choices,
        "unsplit": unsplit.urlencode(),
        "exported": exported.urlencode(),
        "whole": whole.urlencode(),
        "tabs": here,
        "count": None if wrong else count_of(asked.question.search),
        "sums": adds(asked.question.search.fitting) if adds else (),
        "exports": asked.kind.allows(asked.by, "export"),
    }


def _with(asked: Listing, **changes: str) -> str:
    query = asked.parameters.copy()
    for name, value in changes.items():
        query[name] = value
    return f"?{query.urlencode()}"


def _head(asked: Listing, column: Column) -> Head:
    if not column.sortable:
        return Head(column)
    down_first = column.numeric or column.input == "date"
    if asked.question.sort is not column:
        return Head(column, f"{'-' if down_first else ''}{column.key}")
    return Head(
        column,
        column.key if asked.question.descending else f"-{column.key}",
        "descending" if asked.question.descending else "ascending",
    )


def _bar(asked: Listing) -> dict[str, Any]:
    """Return what narrows the list."""
    kind, parameters = asked.kind, asked.parameters
    selects = [
        (column, options, parameters.get(key, ""))
        for key in kind.bar
        if (column := asked.columns.get(key)) is not None and (options := column.options(asked.by))
    ]
    able = [column for column in asked.columns.values() if column.filterable and column.key != kind.tabs]
    lines: list[Line] = lines_of(asked.question.own, asked.by)
    return {
        "selects": selects,
        "able": able,
        "lines": lines,
        "has_days": kind.day is not None,
        "conditions": len(asked.question.own.conditions()),
        "closing": kind.day is not None and kind.day(asked.question.tab) == "closed",
        "joined": asked.question.own.joined,
    }
