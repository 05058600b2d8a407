"""What a set of rows is: a path, which rows an actor sees, and which columns are told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from ninja import Schema
from ninja.orm.fields import get_schema_field
from pydantic import Field, JsonValue, create_model

from setpoint.kernel.permissions import visible_to

Seen = Callable[..., QuerySet[Any]]


@dataclass(frozen=True)
class Rows:
    """`seen(by)` are the rows under `path`; under a path of a record, `{party}` say, `seen(by, record)`.

    Columns are told as the table holds them: links by number, money in minor units.
    """

    name: str
    path: str
    model: type[Model]
    columns: tuple[str, ...]
    seen: Seen
    within: type[Model] | None = None


ROWS: dict[str, Rows] = {}


def rows(
    path: str, model: type[Model], columns: Sequence[str], seen: Seen | str, *, within: type[Model] | None = None
) -> None:
    """Let programs read rows: those of a visible kind, or those that a function returns. ValueError: path is taken."""
    name = path.replace("/{number}", "").replace("/", "_").replace("-", "_")
    found: Seen = (lambda by: visible_to(by, seen)) if isinstance(seen, str) else seen
    if name in ROWS:
        raise ValueError(f"the rows {name} are registered twice")
    ROWS[name] = Rows(name, path, model, tuple(columns), found, within)


def shape_of(one: Rows) -> type[Schema]:
    """Return the shape of a row."""
    columns: dict[str, Any] = {name: _column(one.model, name) for name in one.columns}
    title = "".join(part.title() for part in one.name.split("_"))
    return create_model(f"{title}Row", __base__=Schema, id=(int, ...), **columns)


def _column(model: type[Model], name: str) -> Any:
    try:
        column = model._meta.get_field(name)
    except FieldDoesNotExist:
        return (JsonValue, None)
    if column.get_internal_type() == "JSONField":
        return (JsonValue, None)
    kind, _info = get_schema_field(column, optional=True)
    if column.is_relation:
        kind = int | None
    return (kind, Field(None, description=str(getattr(column, "verbose_name", name))))
