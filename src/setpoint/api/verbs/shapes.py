"""Shapes of bodies, read off the parameters of operations: records are told by their numbers."""

import inspect
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from django.db.models import Model
from pydantic import AwareDatetime, Field, JsonValue

from setpoint.api.schemas import LARGEST, RecordNumber

MOST = 10_000
LONGEST = 20_000
PLAIN: dict[Any, Any] = {
    str: Annotated[str, Field(max_length=LONGEST)],
    int: Annotated[int, Field(ge=-LARGEST, le=LARGEST)],
    float: Annotated[float, Field(allow_inf_nan=False)],
    datetime: AwareDatetime,
    Any: JsonValue,
    object: JsonValue,
}


def model_of(annotation: Any) -> type[Model] | None:
    """Return the kind of record that a parameter is, None where it is none."""
    parts = get_args(annotation) if get_origin(annotation) in (UnionType, Union) else (annotation,)
    return next((part for part in parts if isinstance(part, type) and issubclass(part, Model)), None)


def taken(one: inspect.Parameter) -> Any:
    """Return the (type, default) under which a body says a parameter."""
    default = ... if one.default is one.empty else Field(default_factory=lambda: one.default)
    return (shape(one.annotation), default)


def shape(annotation: Any) -> Any:
    """Return the type that JSON says for a type of Python."""
    if annotation in PLAIN:
        return PLAIN[annotation]
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin in (UnionType, Union):
        return Union[tuple(NoneType if part is NoneType else shape(part) for part in parts)]  # noqa: UP007 - made of parts
    if origin in (list, Sequence, Collection):
        return Annotated[list[shape(parts[0])], Field(max_length=MOST)]  # type: ignore[misc]
    if origin in (dict, Mapping):
        return Annotated[dict[parts[0], shape(parts[1])], Field(max_length=MOST)]  # type: ignore[misc,valid-type]
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return RecordNumber
    return annotation
