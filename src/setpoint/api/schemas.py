"""What endpoints take and give: shapes common to all, and those made of the columns of a kind's list."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, JsonValue, create_model

from setpoint.platform.lists.columns import Native
from setpoint.platform.lists.kinds import ListKind
from setpoint.platform.lists.types import Amount, Linked, Moment, Number

MOST_ROWS = 500
FieldValues = dict[Annotated[str, Field(max_length=60)], JsonValue]
LARGEST = 2**63 - 1
RecordNumber = Annotated[int, Field(ge=1, le=LARGEST)]


class Strict(Schema):
    """A body; what it does not know is refused."""

    model_config = ConfigDict(extra="forbid")


class MoneyOut(Schema):
    """An amount in major units and its currency (ISO 4217)."""

    amount: str
    currency: str


class LinkOut(Schema):
    """Another record: its number and name; `record` holds it whole where `expand` asked for it."""

    id: int
    name: str
    kind: str | None = None
    record: dict[str, Any] | None = None


class Asked(Schema):
    """What is asked of a list: `filter` in the language of lists, `q` a text, `sort` a column, "-" before it downwards.

    `fields` are the columns wanted (all by default), `expand` the links to be told whole.
    """

    filter: Annotated[str, Field(max_length=10_000)] = ""
    q: Annotated[str, Field(max_length=200)] = ""
    sort: Annotated[str, Field(max_length=80)] = ""
    fields: Annotated[str, Field(max_length=2000)] = ""
    expand: Annotated[str, Field(max_length=200)] = ""
    after: Annotated[str, Field(max_length=1000)] = ""
    before: Annotated[str, Field(max_length=1000)] = ""
    size: Annotated[int, Field(ge=1, le=MOST_ROWS)] = 50


class AskedOne(Schema):
    """What is asked of one record."""

    fields: Annotated[str, Field(max_length=2000)] = ""
    expand: Annotated[str, Field(max_length=200)] = ""


class External(Strict):
    """How another system names a record."""

    system: Annotated[str, Field(min_length=1, max_length=60)]
    key: Annotated[str, Field(min_length=1, max_length=200)]


class BulkRow(Strict):
    """One change of a bulk call: `create`; `update` of `id` or `external`; `upsert` by `external`."""

    op: Literal["create", "update", "upsert"]
    id: RecordNumber | None = None
    external: External | None = None
    values: dict[str, JsonValue]


class Bulk(Strict):
    """Changes made all or none (`atomic`), or each for itself (`each`)."""

    mode: Literal["atomic", "each"] = "atomic"
    rows: list[BulkRow]


class Wrong(Schema):
    """One wrong value of a row."""

    path: str
    message: str


class BulkOutcome(Schema):
    """What became of a row."""

    index: int
    status: Literal["created", "changed", "failed"]
    id: int | None = None
    errors: list[Wrong] = []


class BulkOut(Schema):
    """What became of all."""

    mode: str
    done: int
    failed: int
    rows: list[BulkOutcome]


def out_of(name: str, kind: ListKind) -> type[Schema]:
    """Return the shape of a record of a kind: its number, its columns, what it says in fields of an administrator."""
    columns: dict[str, Any] = {
        column.key: (_type(column), Field(None, description=str(column.label)))
        for column in kind.natives
        if not column.hidden
    }
    columns["fields"] = (dict[str, Any] | None, Field(None, description="Fields of an administrator, by key"))
    return create_model(name, __base__=Schema, id=(int, ...), **columns)


def page_of(name: str, out: type[Schema]) -> type[Schema]:
    """Return the shape of a page of such records."""
    cursor: tuple[Any, Any] = (str | None, Field(None, description="Give it as `after` (or `before`) to read on"))
    return create_model(name, __base__=Schema, items=(list[out], ...), next=cursor, previous=cursor)  # type: ignore[valid-type]


def _type(column: Native) -> Any:
    if isinstance(column.holds, Amount):
        return MoneyOut | list[MoneyOut] | None
    if is_link(column):
        return LinkOut | None
    if isinstance(column.holds, Moment):
        return datetime | None
    if isinstance(column.holds, Number):
        return int | None
    return str | None


def is_link(column: Native) -> bool:
    """Whether a column leads to another record."""
    return isinstance(column.holds, Linked) or (column.ref is not None and column.key != "name")
