"""The endpoints that every resource has: list, one, make, change, many at once."""

from collections.abc import Callable
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from setpoint.api.bulk import change_many, values_of
from setpoint.api.problems import Problem, RefusedError
from setpoint.api.representing import chosen, etag_of, expand, represent
from setpoint.api.resources.base import Resource
from setpoint.api.schemas import LARGEST, Asked, AskedOne, Bulk, BulkOut, out_of, page_of
from setpoint.api.signing_in import actor
from setpoint.domains.exchange.limits import BULK
from setpoint.kernel.actors import Actor
from setpoint.kernel.limits.reading import most_of
from setpoint.kernel.permissions import visible_to
from setpoint.platform.lists.asking import question
from setpoint.platform.lists.kinds import columns_of, list_of
from setpoint.platform.lists.paging import page_of as rows_of

REFUSALS = dict.fromkeys((401, 403, 404, 412, 422, 429), Problem)


def json(body: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
    """Return an answer."""
    return HttpResponse(orjson.dumps(body), status=status, content_type="application/json", headers=headers or {})


def endpoints(resource: Resource) -> Router:
    """Return the endpoints of a resource."""
    router, title = Router(tags=[resource.name]), resource.name.replace("_", " ").title().replace(" ", "")
    out = out_of(f"{title}Out", list_of(resource.kind))
    _reads(router, resource, out, page_of(f"{title}Page", out))
    if resource.writer is not None:
        _writes(router, resource, out)
    return router


def listed(resource: Resource, asked: Asked, by: Actor) -> dict[str, Any]:
    """Return a page of a resource. ValidationError names what of the question is wrong."""
    kind = list_of(resource.kind)
    columns = chosen(kind, asked.fields, by)
    given = {"q": asked.q, "filter": asked.filter, "sort": asked.sort} | ({kind.tabs: "all"} if kind.tabs else {})
    told = question(kind, columns_of(kind, by), given, by)
    if told.problems:
        raise ValidationError({"filter": list(told.problems)})
    page = rows_of(told.search, told.order, after=asked.after, before=asked.before, size=asked.size)
    items = represent(resource, page.ids, columns, by)
    expand(resource, items, asked.expand, by)
    return {"items": items, "next": page.after or None, "previous": page.before or None}


def one(resource: Resource, number: int, asked: AskedOne, by: Actor) -> dict[str, Any]:
    """Return a record. Http404 where the actor sees none."""
    if number > LARGEST:
        raise Http404
    found = represent(resource, [number], chosen(list_of(resource.kind), asked.fields, by), by)
    if not found:
        raise Http404
    expand(resource, found, asked.expand, by)
    return found[0]


def _reads(router: Router, resource: Resource, out: type[Schema], page: type[Schema]) -> None:
    @router.get("", response={200: page} | REFUSALS, operation_id=f"list_{resource.name}", summary="List")
    def listing(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
        """A page of the records that you see, filtered and sorted as in lists."""
        try:
            return json(listed(resource, asked, actor(request)))
        except ValidationError as refusal:
            raise _of_query(refusal) from refusal

    told = {200: out, 304: None} | REFUSALS

    @router.get("/{int:number}", response=told, operation_id=f"get_{resource.name}", summary="Get one")
    def getting(request: HttpRequest, number: int, asked: Query[AskedOne]) -> HttpResponse:
        """One record; `ETag` marks what it says, for `If-Match` of a change and `If-None-Match` of a read."""
        try:
            found = one(resource, number, asked, actor(request))
        except ValidationError as refusal:
            raise _of_query(refusal) from refusal
        mark = etag_of(found)
        if request.headers.get("If-None-Match") == mark:
            return HttpResponse(status=304, headers={"ETag": mark})
        return json(found, headers={"ETag": mark})


def _writes(router: Router, resource: Resource, out: type[Schema]) -> None:
    def making(request: HttpRequest, body: Any) -> HttpResponse:
        """Make a record; `Location` says where it is."""
        by = actor(request)
        (number,) = resource.writer.create([values_of(body)], by)  # type: ignore[union-attr] # asked for above
        made = one(resource, number, AskedOne(), by)
        place = f"{request.path.rstrip('/')}/{number}"
        return json(made, status=201, headers={"Location": place, "ETag": etag_of(made)})

    def changing(request: HttpRequest, number: int, body: Any) -> HttpResponse:
        """Change what the body names; with `If-Match` only if the record still says what it said."""
        by = actor(request)
        _lock(resource, number, by)
        mark = request.headers.get("If-Match", "*")
        if mark != "*" and mark != etag_of(one(resource, number, AskedOne(), by)):
            raise RefusedError(412, _("The record was changed meanwhile: read it again."))
        resource.writer.change({number: values_of(body)}, by)  # type: ignore[union-attr] # asked for above
        told = one(resource, number, AskedOne(), by)
        return json(told, headers={"ETag": etag_of(told)})

    def many(request: HttpRequest, body: Bulk) -> HttpResponse:
        """Make and change many records: all or none, or each for itself; by number or by a key of another system."""
        return json(change_many(resource, body, actor(request), most=most_of(BULK)))

    if resource.create is not None:
        _bind(making, resource.create)
        name = f"create_{resource.name}"
        router.post("", response={201: out} | REFUSALS, operation_id=name, summary="Create")(making)
    if resource.change is not None:
        _bind(changing, resource.change)
        name = f"change_{resource.name}"
        router.patch("/{int:number}", response={200: out} | REFUSALS, operation_id=name, summary="Change")(changing)
    router.post(
        "/bulk", response={200: BulkOut, 413: Problem} | REFUSALS, operation_id=f"bulk_{resource.name}", summary="Bulk"
    )(many)


def _bind(function: Callable[..., HttpResponse], shape: type[Schema]) -> None:
    """Let ninja know the shape of the body, which differs by resource."""
    function.__annotations__["body"] = shape


def _lock(resource: Resource, number: int, by: Actor) -> None:
    """Hold the record until the end of the transaction, so that nobody changes it between look and change."""
    rows = visible_to(by, resource.kind).filter(pk=number)
    if not rows.exists():
        raise Http404
    # rights may join what cannot be locked
    QuerySet(rows.model).select_for_update(of=("self",)).filter(pk=number).first()


def _of_query(refusal: ValidationError) -> RefusedError:
    told = [
        (f"query.{key}", message)
        for key, messages in (refusal.message_dict if hasattr(refusal, "error_dict") else {}).items()
        for message in messages
    ]
    return RefusedError(422, " ".join(refusal.messages), told)
