"""Text."""

from collections.abc import Sequence
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from setpoint.kernel.folding import fold
from setpoint.platform.fields.models import Field, FieldType, TextValue
from setpoint.platform.fields.models.values import FOLDED
from setpoint.platform.fields.types.base import Operator, Value, ValueType

LONGEST = 10_000
BEYOND = "\U0010ffff"


class Text(ValueType[str]):
    """Compared without case, ё as е."""

    type = FieldType.TEXT
    table = TextValue
    column = "folded"
    operators = (Operator.IS, Operator.STARTS)

    def read(self, field: Field, given: str) -> str:
        del field
        text = given.replace("\r\n", "\n").strip()
        if "\x00" in text:
            raise ValidationError(_("The text holds a sign that cannot be stored."))
        if len(text) > LONGEST:
            raise ValidationError(_("The text is longer than %(most)s letters.") % {"most": LONGEST})
        return text

    def encode(self, field: Field, value: str) -> list[dict[str, Any]]:
        if field.unique and len(fold(value)) > FOLDED:
            raise ValidationError(_("A unique text has at most %(most)s letters.") % {"most": FOLDED})
        return [{"value": value, "folded": fold(value)[:FOLDED]}]

    def decode(self, field: Field, rows: Sequence[Value]) -> str:
        return cast("TextValue", rows[0]).value

    def condition(self, field: Field, operator: str, given: str) -> Q:
        if operator not in self.operators:
            return super().condition(field, operator, given)
        folded = fold(given)[:FOLDED]
        if operator == Operator.IS:
            return Q(folded=folded)
        return Q(folded__gte=folded, folded__lt=folded[: FOLDED - 1] + BEYOND)
