"""What records must say in a field: conditions that an index answers, on both databases."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from setpoint.platform.fields.models import Field
from setpoint.platform.fields.storing import is_stored
from setpoint.platform.fields.types import type_of

EMPTY, FILLED = "empty", "filled"
Rows = QuerySet[Any]


@dataclass(frozen=True)
class Condition:
    """What a record must say in a field: an operator of its type with a text, or empty / filled."""

    field: Field
    operator: str
    given: str = ""

    def of_values(self) -> Rows:
        """Return the rows of values that fulfil it; for `EMPTY`, those that do not. ValidationError for nonsense."""
        if not is_stored(self.field):
            raise ValidationError(_("“%(name)s” changes by itself; lists cannot ask for it.") % {"name": self.field})
        declared = type_of(self.field)
        values: Rows = declared.table.objects.filter(field=self.field)
        if self.operator in (EMPTY, FILLED):
            return values
        return values.filter(declared.condition(self.field, self.operator, self.given))

    def of_record(self, path: str) -> Q:
        """Return the condition on rows whose record number stands at `path`."""
        found = Q(Exists(self.of_values().filter(record=OuterRef(path))))
        return ~found if self.operator == EMPTY else found


def narrowed(rows: Rows, conditions: Iterable[Condition]) -> Rows:
    """Return the rows that fulfil every condition; `platform.lists` finds pages of them among a million."""
    return rows.filter(*(condition.of_record("pk") for condition in conditions))
