"""Money: minor units of the currency that the field declares."""

from collections.abc import Sequence
from typing import Any, cast

from babel.numbers import is_currency
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from setpoint.kernel.money import Money
from setpoint.platform.fields.models import Field, FieldType, NumberValue
from setpoint.platform.fields.types.base import Value, ValueType
from setpoint.platform.fields.types.number import parse_number

CURRENCY = "currency"


class MoneyType(ValueType[Money]):
    """An amount in one currency, so that amounts can be compared."""

    type = FieldType.MONEY
    can_be_unique = False

    def read(self, field: Field, given: str) -> Money:
        text = given.strip()
        # as `plain` writes it
        if text.endswith(f" {field.settings[CURRENCY]}"):
            text = text.rpartition(" ")[0]
        return Money.of(parse_number(text), field.settings[CURRENCY])

    def encode(self, field: Field, value: Money) -> list[dict[str, Any]]:
        return [{"number": value.minor, "currency": value.currency}]

    def decode(self, field: Field, rows: Sequence[Value]) -> Money:
        row = cast("NumberValue", rows[0])
        return Money(row.number, row.currency)

    def plain(self, field: Field, value: Money) -> str:
        return f"{value.amount} {value.currency}"

    def show(self, field: Field, value: Money) -> str:
        return value.format(get_language() or "en")

    def write(self, field: Field, value: Money) -> str:
        text = str(value.amount)
        return text.replace(".", ",") if get_language() == "ru" else text

    def check_settings(self, settings: dict[str, Any]) -> dict[str, Any]:
        currency = settings.get(CURRENCY, "")
        if not isinstance(currency, str) or not is_currency(currency):
            raise ValidationError({"settings": _("Money needs a currency, for example EUR.")})
        super().check_settings({name: value for name, value in settings.items() if name != CURRENCY})
        return {CURRENCY: currency}
