"""Yes or no, as formulas give it."""

from collections.abc import Sequence
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from setpoint.kernel.folding import fold
from setpoint.platform.fields.models import Field, FieldType, NumberValue
from setpoint.platform.fields.types.base import Operator, Value, ValueType

WORDS = {"yes": True, "true": True, "1": True, "да": True, "no": False, "false": False, "0": False, "нет": False}


class YesNo(ValueType[bool]):
    """Kept as 1 and 0."""

    type = FieldType.FORMULA
    operators = (Operator.IS,)

    def read(self, field: Field, given: str) -> bool:
        del field
        word = fold(given)
        if word not in WORDS:
            raise ValidationError(_("Write yes or no."))
        return WORDS[word]

    def encode(self, field: Field, value: bool) -> list[dict[str, Any]]:  # noqa: FBT001 - the value itself
        return [{"number": int(value)}]

    def decode(self, field: Field, rows: Sequence[Value]) -> bool:
        return bool(cast("NumberValue", rows[0]).number)

    def plain(self, field: Field, value: bool) -> str:  # noqa: FBT001 - the value itself
        return "yes" if value else "no"

    def show(self, field: Field, value: bool) -> str:  # noqa: FBT001 - the value itself
        return _("yes") if value else _("no")
