"""Endpoints of rows: pages in the order in which they came to be, and one row."""

from collections.abc import Sequence
from typing import Annotated, Any

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field, create_model

from setpoint.api.endpoints.collection import REFUSALS, json
from setpoint.api.representing import plain
from setpoint.api.rows.base import ROWS, Rows, shape_of
from setpoint.api.schemas import LARGEST
from setpoint.api.signing_in import actor
from setpoint.api.verbs.finding import found

MOST = 500


class Page(Schema):
    """Rows after the number `after`."""

    after: Annotated[int, Field(ge=0, le=LARGEST)] = 0
    size: Annotated[int, Field(ge=1, le=MOST)] = 100


def router() -> Router:
    """Return the endpoints of every set of rows."""
    made = Router()
    for one in ROWS.values():
        _reads(made, one)
    return made


def told(one: Rows, found_rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Return rows as JSON."""
    return [{"id": row.pk} | {name: _value(row, name) for name in one.columns} for row in found_rows]


def _value(row: Any, name: str) -> Any:
    value = getattr(row, f"{name}_id") if hasattr(row, f"{name}_id") else getattr(row, name)
    if isinstance(value, Model):
        return value.pk
    return value if isinstance(value, dict | list | float | str) else plain(value)


def _reads(router: Router, one: Rows) -> None:
    shape, tag = shape_of(one), one.path.partition("/")[0]
    page = create_model(f"{shape.__name__}s", __base__=Schema, items=(list[shape], ...), next=(int | None, ...))  # type: ignore[valid-type]
    words = one.name.replace("_", " ").capitalize()
    told_of: dict[str, Any] = {"response": {200: page} | REFUSALS, "tags": [tag], "summary": words}

    def answer(rows: QuerySet[Any], asked: Page) -> HttpResponse:
        found_rows = list(rows.filter(pk__gt=asked.after).order_by("pk")[: asked.size])
        last = found_rows[-1].pk if len(found_rows) == asked.size else None
        return json({"items": told(one, found_rows), "next": last})

    within = one.within
    if within is not None:

        @router.get("/" + one.path.replace("{", "{int:"), operation_id=f"list_{one.name}", **told_of)
        def of_record(request: HttpRequest, number: int, asked: Query[Page]) -> HttpResponse:
            """Rows of a record that you see; give `next` as `after` to read on."""
            by = actor(request)
            return answer(one.seen(by, found(within, number, by)), asked)

        return

    @router.get("/" + one.path, operation_id=f"list_{one.name}", **told_of)
    def listing(request: HttpRequest, asked: Query[Page]) -> HttpResponse:
        """Rows that you see; give `next` as `after` to read on."""
        return answer(one.seen(actor(request)), asked)

    single: dict[str, Any] = {"response": {200: shape} | REFUSALS, "tags": [tag], "summary": f"{words}: one"}

    @router.get(f"/{one.path}/{{int:number}}", operation_id=f"get_{one.name}", **single)
    def getting(request: HttpRequest, number: int) -> HttpResponse:
        """One row that you see."""
        row = one.seen(actor(request)).filter(pk=number).first() if number <= LARGEST else None
        if row is None:
            raise Http404
        return json(told(one, [row])[0])
