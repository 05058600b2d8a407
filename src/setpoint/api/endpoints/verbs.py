"""Endpoints of verbs: an address for every operation that pages offer beyond making and changing records."""

import inspect
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field, JsonValue

from setpoint.api.endpoints.collection import REFUSALS, json
from setpoint.api.signing_in import actor
from setpoint.api.verbs.base import PLACE, VERBS, Verb, perform


class Done(Schema):
    """What an operation left: the record it made or changed by its number, else what it returned."""

    id: int | None = Field(None, description="Number of the record made or changed")
    kind: str | None = Field(None, description="Table of that record, as sales.deal")
    result: JsonValue = None


def routers() -> list[Router]:
    """Return the endpoints of every verb."""
    made: dict[str, Router] = {}
    for one in VERBS.values():
        router = made.setdefault(one.tag, Router(tags=[one.tag]))
        router.api_operation(
            [one.method],
            "/" + PLACE.sub(r"{int:\1}", one.path),
            response={200: Done} | REFUSALS,
            operation_id=one.name,
            summary=one.name.replace("_", " ").capitalize(),
            description=one.does,
        )(_view(one))
    return list(made.values())


def told(result: Any) -> dict[str, Any]:
    """Return what a program is told of what an operation returned; of records their numbers alone."""
    if isinstance(result, Model):
        return {"id": result.pk, "kind": result._meta.label_lower, "result": None}
    return {"id": None, "kind": None, "result": _plain(result)}


def said_in(body: Schema | None) -> dict[str, Any]:
    """Return what a body says, without what it leaves out."""
    return {key: getattr(body, key) for key in body.model_fields_set} if body else {}


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(one) for one in value]
    return value if isinstance(value, bool | int | float | str | None) else str(value)


def _body(one: Verb) -> dict[str, Any]:
    if one.takes is None:
        return {}
    return {"body": one.takes if _must_come(one) else one.takes | None}


def _must_come(one: Verb) -> bool:
    """Whether a body must come: one of which nothing must be said need not."""
    return one.takes is not None and any(each.is_required() for each in one.takes.model_fields.values())


def _view(one: Verb) -> Any:
    def view(request: HttpRequest, **given: Any) -> HttpResponse:
        body = given.pop("body", None)
        return json(told(perform(one, given, said_in(body), actor(request))))

    # ninja reads what a view takes off its signature
    kinds = {"request": HttpRequest} | dict.fromkeys(one.places, int) | _body(one)
    empty = inspect.Parameter.empty
    default = empty if _must_come(one) else None
    view.__name__ = one.name
    view.__annotations__ = kinds
    view.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(
                key, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=default if key == "body" else empty
            )
            for key, kind in kinds.items()
        ]
    )
    return view
