"""The seam of search: the texts that fields marked as searchable hold, told to whoever keeps an index."""

from collections.abc import Collection, Sequence

from setpoint.platform.fields.models import Field, FieldType
from setpoint.platform.fields.reading import SIGN, fields_of, values_of
from setpoint.platform.fields.types import type_of


def searchable_texts(kind: str, ids: Sequence[int], *, without: Collection[str] = ()) -> dict[int, list[str]]:
    """Return what records of a kind say in searchable fields, as people read it: record -> texts.

    `without` names fields, "f.<key>", that are left out. A fact `fields.filled` about a record says that its texts
    changed; a fact of `platform.field` that all did.
    """
    fields = [
        one
        for one in fields_of(kind)
        if one.searchable and one.type != FieldType.LINK and SIGN + one.key not in without
    ]
    values = values_of(kind, ids, fields) if fields else {}
    return {record: [_text(one, said[one.key]) for one in fields if one.key in said] for record, said in values.items()}


def _text(field: Field, value: object) -> str:
    if field.type in (FieldType.CHOICE, FieldType.CHOICES):
        chosen = value if isinstance(value, tuple) else (value,)
        return " ".join(name for choice in chosen for name in choice.names.values())
    return str(type_of(field).plain(field, value))
