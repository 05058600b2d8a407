"""One choice, or several."""

from collections.abc import Sequence
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from setpoint.kernel.folding import fold
from setpoint.platform.fields.models import Choice, Field, FieldType, NumberValue
from setpoint.platform.fields.types.base import Operator, Value, ValueType


def _all(field: Field) -> list[Choice]:
    return list(field.choices.all())


def _find(field: Field, given: str) -> Choice:
    """Find a choice by key or by its name in any language."""
    offered = [choice for choice in _all(field) if choice.removed_at is None]
    text = fold(given)
    for choice in offered:
        if given == choice.key or text in {fold(name) for name in choice.names.values()}:
            return choice
    names = ", ".join(str(choice) for choice in offered[:10])
    raise ValidationError(
        _("“%(given)s” cannot be chosen. Choose one of: %(names)s.") % {"given": given, "names": names}
    )


def _by_id(field: Field, rows: Sequence[Value]) -> list[Choice]:
    known = {choice.pk: choice for choice in _all(field)}
    return [known[number] for row in rows if (number := cast("NumberValue", row).number) in known]


class One(ValueType[Choice]):
    """One of the choices of the field."""

    type = FieldType.CHOICE
    operators = (Operator.IS, Operator.ANY)
    can_be_unique = False

    def read(self, field: Field, given: str) -> Choice:
        return _find(field, given.strip())

    def encode(self, field: Field, value: Choice) -> list[dict[str, Any]]:
        return [{"number": value.pk}]

    def decode(self, field: Field, rows: Sequence[Value]) -> Choice:
        return _by_id(field, rows)[0]

    def plain(self, field: Field, value: Choice) -> str:
        return value.key

    def show(self, field: Field, value: Choice) -> str:
        return str(value)

    def condition(self, field: Field, operator: str, given: str) -> Q:
        return _chosen(self, field, operator, given)


class Several(ValueType[tuple[Choice, ...]]):
    """Any number of the choices of the field; written with commas."""

    type = FieldType.CHOICES
    operators = (Operator.IS, Operator.ANY)
    can_be_unique = False

    def read(self, field: Field, given: str) -> tuple[Choice, ...]:
        found = {_find(field, part.strip()) for part in given.replace(";", ",").split(",") if part.strip()}
        return tuple(sorted(found, key=lambda choice: (choice.position, choice.pk)))

    def encode(self, field: Field, value: tuple[Choice, ...]) -> list[dict[str, Any]]:
        return [{"slot": slot, "number": choice.pk} for slot, choice in enumerate(value)]

    def decode(self, field: Field, rows: Sequence[Value]) -> tuple[Choice, ...]:
        return tuple(_by_id(field, rows))

    def plain(self, field: Field, value: tuple[Choice, ...]) -> list[str]:
        return [choice.key for choice in value]

    def show(self, field: Field, value: tuple[Choice, ...]) -> str:
        return ", ".join(str(choice) for choice in value)

    def write(self, field: Field, value: tuple[Choice, ...]) -> str:
        return ", ".join(choice.key for choice in value)

    def condition(self, field: Field, operator: str, given: str) -> Q:
        return _chosen(self, field, operator, given)


def _chosen(declared: ValueType[Any], field: Field, operator: str, given: str) -> Q:
    if operator not in declared.operators:
        raise ValidationError(_("“%(word)s” cannot be asked of this field.") % {"word": operator})
    words = given.split(",") if operator == Operator.ANY else [given]
    return Q(number__in=[_find(field, word.strip()).pk for word in words if word.strip()])
