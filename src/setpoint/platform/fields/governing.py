"""Rights may depend on what records say in an administrator's fields, and hide them: "f.<key>" is their name there."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import Q

from setpoint.kernel.governed import OPERATORS, ConditionField, more_conditions, more_fields
from setpoint.platform.fields.models import Field, FieldType
from setpoint.platform.fields.querying import Condition
from setpoint.platform.fields.reading import SIGN, fields_of
from setpoint.platform.fields.storing import is_stored
from setpoint.platform.fields.types import type_of

FEW = 1000


@more_conditions
def conditions_on(kind: str) -> Iterable[ConditionField]:
    """Yield the fields of a kind on which rights may depend."""
    for field in fields_of(kind):
        operators = tuple(word for word in OPERATORS if word in type_of(field).operators)
        if operators and field.type != FieldType.LINK and is_stored(field):
            yield _condition(field, operators)


@more_fields
def fields_on(kind: str) -> Iterable[tuple[str, str]]:
    """Yield every field of a kind."""
    for field in fields_of(kind):
        yield SIGN + field.key, str(field)


def _condition(field: Field, operators: tuple[str, ...]) -> ConditionField:
    def compiled(operator: str, value: str) -> Q:
        if not value.strip():
            raise ValidationError(field.key)
        asked = Condition(field, operator, value)
        values = asked.of_values().values("record")
        # few are found by what they say; many are met soon by whoever walks through all in order
        return Q(pk__in=values) if values[: FEW + 1].count() <= FEW else asked.of_record("pk")

    def choices() -> list[tuple[str, str]]:
        return [(one.key, str(one)) for one in field.choices.all() if one.removed_at is None]

    chosen = field.type in (FieldType.CHOICE, FieldType.CHOICES)
    return ConditionField(SIGN + field.key, str(field), operators, compiled, choices if chosen else None)
