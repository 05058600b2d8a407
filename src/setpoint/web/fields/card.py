"""The fields of one record as its card shows them, section by section."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import NoReverseMatch, reverse

from setpoint.kernel.actors import Actor
from setpoint.kernel.field_rights import hidden, readonly
from setpoint.kernel.refs import Ref
from setpoint.platform.fields.kinds import kind_of
from setpoint.platform.fields.models import Field, FieldType
from setpoint.platform.fields.reading import SIGN, fields_of, values_of
from setpoint.platform.fields.requiring import missing_in
from setpoint.platform.fields.types import type_of
from setpoint.platform.fields.types.link import titles
from setpoint.web.fields.inputs import PREFIX, FieldsForm

# kind of record -> the name of the page of one; kinds of an administrator have one page for all
PAGES = {
    "sales.deal": "deal",
    "sales.lead": "lead",
    "activities.activity": "activity",
    "customers.party": "customer",
    "catalog.product": "product",
    "kernel.user": "person",
}


@dataclass(frozen=True)
class Shown:
    """A field with what a record says in it, in the reader's words; `url` leads to what it names."""

    field: Field
    text: str
    url: str = ""
    missing: bool = False
    input: Any = None
    fixed: bool = False


@dataclass(frozen=True)
class Part:
    """A section of the card; the first may have no name."""

    name: str
    rows: list[Shown]


def address_of(ref: Ref) -> str:
    """Return the page of a record, "" where its kind has none."""
    try:
        if ref.kind in PAGES:
            return reverse(PAGES[ref.kind], args=[ref.id])
        return reverse("object", args=[ref.kind.partition(".")[2], ref.id])
    except NoReverseMatch:
        return ""


def shown(fields: Sequence[Field], values: Mapping[int, Mapping[str, Any]], by: Actor) -> dict[int, dict[str, Shown]]:
    """Return every field of records as it is shown; names of linked records in one query for each kind."""
    links = {one.key for one in fields if one.type == FieldType.LINK}
    named = titles(by, [said[key] for said in values.values() for key in links & said.keys()]) if links else {}
    return {
        record: {one.key: _shown(one, record, said.get(one.key), named) for one in fields}
        for record, said in values.items()
    }


def card_of(
    kind: str, record: int, by: Actor, *, changes: bool, editing: str = "", form: FieldsForm | None = None
) -> dict[str, Any]:
    """Return what `web/fields/card.html` needs; an empty dict where the kind has no fields."""
    every, unseen, fixed = fields_of(kind), hidden(by, kind), readonly(by, kind)
    fields = [field for field in every if SIGN + field.key not in unseen]
    if not fields:
        return {}
    values = values_of(kind, [record], every)[record]
    rows = shown(fields, {record: values}, by)[record]
    declared = kind_of(kind)
    lacking: set[str] = set()
    if any(field.required_from is not None and field.key not in values for field in fields):
        state = declared.states_of([record]).get(record)
        lacking = {field.key for field in missing_in(fields, values, state, declared)}
    one = next((field for field in fields if field.key == editing and field.type != FieldType.FORMULA), None)
    if one is not None and changes and SIGN + one.key not in fixed:
        form = form or FieldsForm([one], by, values)
        form.fields[PREFIX + one.key].widget.attrs["autofocus"] = True
        rows[one.key] = Shown(one, rows[one.key].text, input=form[PREFIX + one.key])
    parts: dict[str, Part] = {}
    for field in fields:
        name = str(field.section or "")
        row = rows[field.key]
        row = replace(row, missing=field.key in lacking, fixed=SIGN + field.key in fixed)
        parts.setdefault(name, Part(name, [])).rows.append(row)
    return {"parts": list(parts.values()), "kind": kind, "record": record, "changes": changes, "form": form}


def _shown(one: Field, record: int, value: Any, named: Mapping[Ref, str]) -> Shown:
    if value is None:
        return Shown(one, "")
    if one.type == FieldType.LINK:
        return Shown(one, named[value], address_of(value)) if value in named else Shown(one, f"№ {value.id}")
    text = type_of(one).show(one, value)
    if one.type == FieldType.FILE:
        return Shown(one, text, reverse("field_file", args=[one.kind, record, one.key]))
    return Shown(one, text)
