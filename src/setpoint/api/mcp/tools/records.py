"""Tools that find, read and change records."""

from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.http import Http404
from pydantic import Field

from setpoint.api.bulk import change_many
from setpoint.api.endpoints.collection import listed, one
from setpoint.api.endpoints.facts import told_timeline
from setpoint.api.mcp.tools.base import Arguments, Changing, Json, tool
from setpoint.api.resources.base import RESOURCES, Resource
from setpoint.api.schemas import Asked, AskedOne, Bulk, BulkRow
from setpoint.domains.exchange.limits import BULK
from setpoint.kernel.actors import Actor
from setpoint.kernel.limits.reading import most_of
from setpoint.platform.lists.kinds import columns_of, list_of
from setpoint.platform.search.finding import find

HITS = 10
Name = Annotated[str, Field(max_length=60, description="Name of a resource, as `describe` lists them")]


class Find(Arguments):
    """A text: part of a name, an e-mail address, a telephone number."""

    text: Annotated[str, Field(min_length=1, max_length=200)]


class OfResource(Arguments):
    """A resource."""

    resource: Name


class ListRecords(Asked, Arguments):
    """A page of a resource."""

    resource: Name


class OneRecord(AskedOne, Arguments):
    """A record by its number."""

    resource: Name
    id: int


class ChangeRecords(Changing):
    """Changes, all or none: see `describe` for what a resource takes."""

    resource: Name
    rows: Annotated[list[BulkRow], Field(min_length=1, max_length=500)]


def _resource(name: str) -> Resource:
    if name not in RESOURCES:
        raise ValidationError({"resource": f"There is no resource “{name[:60]}”: {', '.join(sorted(RESOURCES))}."})
    return RESOURCES[name]


@tool("find", "Find records of every kind by part of a name, an e-mail address or a telephone number.", Find)
def finding(asked: Find, by: Actor) -> Json:
    """Return what was found, by kind."""
    found = find(by, asked.text, limit=HITS)
    hits = [hit for group in found.groups for hit in group.hits]
    return {"found": [{"kind": hit.kind.kind, "id": hit.id, "name": str(hit.shown.label)} for hit in hits]}


@tool("describe", "Say what a resource holds: columns, words that ask for them, what can be written.", OfResource)
def describing(asked: OfResource, by: Actor) -> Json:
    """Return columns and bodies."""
    resource = _resource(asked.resource)
    columns = columns_of(list_of(resource.kind), by).values()
    return {
        "resources": sorted(RESOURCES),
        "columns": [
            {"key": column.key, "name": str(column.label), "words": list(column.words), "sorts": column.sortable}
            for column in columns
        ],
        "filter": 'JSON: {"all": [["column", "word", "value"], {"any": […]}]}',
        "create": resource.create.model_json_schema() if resource.create else None,
        "change": resource.change.model_json_schema() if resource.change else None,
    }


@tool("list_records", "List records of a resource, filtered and sorted.", ListRecords)
def listing(asked: ListRecords, by: Actor) -> Json:
    """Return a page."""
    return listed(_resource(asked.resource), asked, by)


@tool("get_record", "Read one record.", OneRecord)
def getting(asked: OneRecord, by: Actor) -> Json:
    """Return a record."""
    try:
        return one(_resource(asked.resource), asked.id, asked, by)
    except Http404:
        raise ValidationError({"id": "There is no such record, or you do not see it."}) from None


@tool("timeline", "Tell what happened to a record or with a customer, the newest first.", OneRecord)
def happened(asked: OneRecord, by: Actor) -> Json:
    """Return the latest facts."""
    found = told_timeline(_resource(asked.resource).kind, asked.id, by, size=50)
    if found is None:
        raise ValidationError({"id": "There is no such record, or you do not see it."})
    return {"facts": found}


@tool(
    "change_records",
    "Create and change records, all or none. Try it with dry_run first.",
    ChangeRecords,
    changes=True,
    count=lambda asked: len(asked.rows),
)
def changing(asked: ChangeRecords, by: Actor) -> Json:
    """Return what became of each row, and how records stand now."""
    resource = _resource(asked.resource)
    told: dict[str, Any] = change_many(resource, Bulk(mode="atomic", rows=asked.rows), by, most=most_of(BULK))
    numbers = [row["id"] for row in told["rows"] if row["id"]]
    told["records"] = [one(resource, number, AskedOne(), by) for number in numbers[:HITS]]
    return told
