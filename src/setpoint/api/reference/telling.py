"""What the reference says of each operation, read off the schema."""

from dataclasses import dataclass
from typing import Any

import orjson

from setpoint.api.reference.examples import EXAMPLES

Schema = dict[str, Any]


@dataclass(frozen=True)
class Value:
    """A parameter or a key of a body."""

    name: str
    type: str
    required: bool
    about: str


@dataclass(frozen=True)
class Told:
    """An operation: where it is, what it takes, and an example that works, "" where none is given."""

    name: str
    method: str
    path: str
    about: str
    deprecated: bool
    parameters: list[Value]
    body: list[Value]
    example: str


def tags_of(schema: Schema) -> dict[str, int]:
    """Return how many operations each part of the API has, in order of their names."""
    found: dict[str, int] = {}
    for _path, _method, operation in _operations(schema):
        tag = operation["tags"][0]
        found[tag] = found.get(tag, 0) + 1
    return dict(sorted(found.items()))


def operations_of(schema: Schema, tag: str) -> list[Told]:
    """Return the operations of a part."""
    return [_told(schema, *each) for each in _operations(schema) if each[2]["tags"][0] == tag]


def example_of(method: str, path: str, name: str) -> str:
    """Return the request that shows an operation; "" where a body is needed and none is given."""
    head = f"{method} {path}"
    if name in EXAMPLES:
        return f"{head}\n\n{orjson.dumps(EXAMPLES[name], option=orjson.OPT_INDENT_2).decode()}"
    return head if method == "GET" else ""


def _operations(schema: Schema) -> list[tuple[str, str, Schema]]:
    return [
        (path, method.upper(), operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]


def _told(schema: Schema, path: str, method: str, operation: Schema) -> Told:
    given = operation.get("parameters", [])
    content: Schema = operation.get("requestBody", {}).get("content", {})
    shape = _shape(schema, content.get("application/json", {}).get("schema", {}))
    required = set(shape.get("required", []))
    return Told(
        name=operation["operationId"],
        method=method,
        path=path,
        about=operation.get("description", ""),
        deprecated=operation.get("deprecated", False),
        parameters=[_value(schema, one["name"], one["schema"], one.get("required", False)) for one in given],
        body=[_value(schema, name, one, name in required) for name, one in shape.get("properties", {}).items()],
        example=example_of(method, path, operation["operationId"]),
    )


def _value(schema: Schema, name: str, one: Schema, required: bool) -> Value:  # noqa: FBT001 - as the schema says
    return Value(name, _type(schema, one), required, one.get("description", ""))


def _type(schema: Schema, one: Schema) -> str:
    one = one | _shape(schema, one)
    if "enum" in one:
        return " | ".join(map(str, one["enum"]))
    if "const" in one:
        return str(one["const"])
    if "anyOf" in one:
        return " | ".join(_type(schema, each) for each in one["anyOf"])
    if one.get("type") == "array":
        return f"[{_type(schema, one.get('items', {}))}]"
    return str(one.get("format") or one.get("type") or one.get("title") or "JSON")


def _shape(schema: Schema, one: Schema) -> Schema:
    """Return what a reference leads to; of several that one which holds values."""
    if "anyOf" in one and any("$ref" in each for each in one["anyOf"]):
        one = next(each for each in one["anyOf"] if "$ref" in each)
    if "$ref" in one:
        found: Schema = schema["components"]["schemas"][one["$ref"].rpartition("/")[2]]
        return found
    return one
