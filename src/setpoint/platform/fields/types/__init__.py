"""Types of fields, one module each; `type_of` finds the one of a field."""

from typing import Any

from setpoint.platform.fields.models import Field, FieldType
from setpoint.platform.fields.types.base import Operator, ValueType
from setpoint.platform.fields.types.choice import One, Several
from setpoint.platform.fields.types.day import Day
from setpoint.platform.fields.types.file import Upload
from setpoint.platform.fields.types.link import Link
from setpoint.platform.fields.types.money import MoneyType
from setpoint.platform.fields.types.number import Number
from setpoint.platform.fields.types.text import Text
from setpoint.platform.fields.types.yes import YesNo

TYPES: dict[str, ValueType[Any]] = {
    declared.type: declared for declared in (Text(), Number(), MoneyType(), Day(), One(), Several(), Link(), Upload())
}
# what a formula gives -> the type that keeps it
GIVEN: dict[str, ValueType[Any]] = {
    "text": Text(),
    "number": Number(),
    "money": MoneyType(),
    "date": Day(),
    "yes": YesNo(),
}


def type_of(field: Field) -> ValueType[Any]:
    """Return what the field's type can do; a formula is kept and shown as what it gives."""
    return GIVEN[field.settings["gives"]] if field.type == FieldType.FORMULA else TYPES[field.type]


__all__ = ["TYPES", "Operator", "ValueType", "type_of"]
