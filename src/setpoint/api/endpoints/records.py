"""Records of an administrator's kinds: there for programs as soon as the kind is, under the key of the kind."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field

from setpoint.api.bulk import change_many, values_of
from setpoint.api.endpoints.collection import REFUSALS, json, listed, one
from setpoint.api.problems import Problem, RefusedError
from setpoint.api.representing import etag_of
from setpoint.api.resources.base import Resource, Values, fill, named
from setpoint.api.schemas import Asked, AskedOne, Bulk, BulkOut, FieldValues, Strict
from setpoint.api.signing_in import actor, person
from setpoint.domains.exchange.limits import BULK
from setpoint.kernel.actors import Actor
from setpoint.kernel.limits.reading import most_of
from setpoint.kernel.models import User
from setpoint.kernel.permissions import scope_of, visible_to
from setpoint.platform.fields.requiring import require_filled
from setpoint.platform.objects.models import ObjectKind, ObjectRecord
from setpoint.platform.objects.operations import records

USER = "kernel.user"
router = Router(tags=["records"])


class RecordChange(Strict):
    """What can be changed of a record; what is left out stays."""

    name: Annotated[str, Field(min_length=1, max_length=200)] = ""
    owner: int | None = None
    fields: FieldValues = Field(default_factory=dict, description="Fields of an administrator, by key")


class RecordIn(RecordChange):
    """A new record, of whoever asks where it names no owner."""

    name: Annotated[str, Field(min_length=1, max_length=200)]


class Records:
    """Writes records of one kind."""

    def __init__(self, kind: ObjectKind) -> None:
        self._kind = kind

    def create(self, given: Sequence[Values], by: Actor) -> list[int]:
        owners = named(USER, [each.get("owner") for each in given], by, "owner")
        me = User.objects.get(pk=person(by))
        rows = [
            ObjectRecord(name=each["name"].strip(), owner=owners.get(each["owner"] or 0) if "owner" in each else me)
            for each in given
        ]
        with transaction.atomic():
            made = records.create_many(self._kind, rows, by=by)
            said = {row.pk: each.get("fields", {}) for row, each in zip(made, given, strict=True)}
            fill(self._kind.kind, said, by, created=True)
            require_filled(self._kind.kind, dict.fromkeys(said))
        return [row.pk for row in made]

    def change(self, given: Mapping[int, Values], by: Actor) -> None:
        owners = named(USER, [each.get("owner") for each in given.values()], by, "owner")
        rows = ObjectRecord.objects.select_related("kind").in_bulk(list(given))
        with transaction.atomic():
            for pk, each in given.items():
                own: dict[str, Any] = {"name": each["name"].strip()} if "name" in each else {}
                if "owner" in each:
                    own["owner"] = owners.get(each["owner"] or 0)
                if own:
                    records.change(rows[pk], own, by=by)
            said = {pk: each["fields"] for pk, each in given.items() if each.get("fields")}
            fill(self._kind.kind, said, by, created=False)


@router.get("/{slug:key}", response={200: dict} | REFUSALS, operation_id="list_records", summary="List")
def listing(request: HttpRequest, key: str, asked: Query[Asked]) -> HttpResponse:
    """A page of the records of a kind that you see, filtered and sorted as in lists."""
    try:
        return json(listed(_resource(key, actor(request)), asked, actor(request)))
    except ValidationError as refusal:
        raise _of_query(refusal) from refusal


@router.post("/{slug:key}", response={201: dict} | REFUSALS, operation_id="create_record", summary="Create")
def making(request: HttpRequest, key: str, body: RecordIn) -> HttpResponse:
    """Make a record; `Location` says where it is."""
    by = actor(request)
    resource = _resource(key, by, action="create")
    (number,) = Records(_kind(key)).create([values_of(body)], by)
    made = one(resource, number, AskedOne(), by)
    place = f"{request.path.rstrip('/')}/{number}"
    return json(made, status=201, headers={"Location": place, "ETag": etag_of(made)})


@router.get("/{slug:key}/{int:number}", response={200: dict} | REFUSALS, operation_id="get_record", summary="Get one")
def getting(request: HttpRequest, key: str, number: int, asked: Query[AskedOne]) -> HttpResponse:
    """One record; `ETag` marks what it says, for `If-Match` of a change."""
    by = actor(request)
    try:
        found = one(_resource(key, by), number, asked, by)
    except ValidationError as refusal:
        raise _of_query(refusal) from refusal
    return json(found, headers={"ETag": etag_of(found)})


@router.patch(
    "/{slug:key}/{int:number}", response={200: dict} | REFUSALS, operation_id="change_record", summary="Change"
)
def changing(request: HttpRequest, key: str, number: int, body: RecordChange) -> HttpResponse:
    """Change what the body names; with `If-Match` only if the record still says what it said."""
    by = actor(request)
    resource = _resource(key, by)
    with transaction.atomic():
        if not visible_to(by, resource.kind).filter(pk=number).exists():
            raise Http404
        # nobody changes it between look and change
        ObjectRecord.objects.select_for_update(of=("self",)).get(pk=number)
        mark = request.headers.get("If-Match", "*")
        if mark != "*" and mark != etag_of(one(resource, number, AskedOne(), by)):
            raise RefusedError(412, _("The record was changed meanwhile: read it again."))
        Records(_kind(key)).change({number: values_of(body)}, by)
    told = one(resource, number, AskedOne(), by)
    return json(told, headers={"ETag": etag_of(told)})


@router.post(
    "/{slug:key}/bulk", response={200: BulkOut, 413: Problem} | REFUSALS, operation_id="bulk_records", summary="Bulk"
)
def many(request: HttpRequest, key: str, body: Bulk) -> HttpResponse:
    """Make and change many records: all or none, or each for itself."""
    by = actor(request)
    return json(change_many(_resource(key, by), body, by, most=most_of(BULK)))


def _kind(key: str) -> ObjectKind:
    found = ObjectKind.objects.filter(key=key, removed_at__isnull=True).first()
    if found is None:
        raise Http404
    return found


def _resource(key: str, by: Actor, *, action: str = "see") -> Resource:
    """Return a kind as programs read and write it. Http404 for one that is not there or of which one sees nothing."""
    kind = _kind(key)
    if scope_of(by, kind.kind, "see") is None:
        raise Http404
    if scope_of(by, kind.kind, action) is None:
        raise PermissionDenied(_("You have no right to do this. Ask your administrator or the head of your team."))
    return Resource(key, kind.kind, Records(kind), create=RecordIn, change=RecordChange, links={"owner": USER})


def _of_query(refusal: ValidationError) -> RefusedError:
    return RefusedError(422, " ".join(refusal.messages))
