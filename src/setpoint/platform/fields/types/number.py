"""Numbers: exact, in millionths."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from babel.numbers import NumberFormatError, format_decimal, parse_decimal
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from setpoint.platform.fields.models import Field, FieldType, NumberValue
from setpoint.platform.fields.types.base import Value, ValueType

SCALE = 6
LARGEST = Decimal(10) ** 12
PLACES = "places"


def parse_number(given: str) -> Decimal:
    """Read a number as people of the reader's language or programs write it; ValidationError otherwise."""
    text = "".join(given.split())
    locale = get_language() or "en"
    # with one sign only, it is the decimal one, whatever the keyboard
    if locale == "ru" and "," not in text and text.count(".") == 1:
        text = text.replace(".", ",")
    try:
        number = parse_decimal(text if any(sign.isdigit() for sign in text) else "", locale=locale, strict=True)
    except (NumberFormatError, InvalidOperation):
        raise ValidationError(_("Write a number in digits, for example 1250.5.")) from None
    if not number.is_finite() or abs(number) > LARGEST:
        raise ValidationError(_("This number is too large. Check the number of digits."))
    return number


class Number(ValueType[Decimal]):
    """A number with `places` decimal places, 0 by default."""

    type = FieldType.NUMBER

    def read(self, field: Field, given: str) -> Decimal:
        number = parse_number(given)
        places = field.settings.get(PLACES, 0)
        if number != round(number, places):
            raise ValidationError(_("At most %(places)s decimal places.") % {"places": places})
        return number

    def encode(self, field: Field, value: Decimal) -> list[dict[str, Any]]:
        return [{"number": int(round(value, SCALE).scaleb(SCALE))}]

    def decode(self, field: Field, rows: Sequence[Value]) -> Decimal:
        number = Decimal(cast("NumberValue", rows[0]).number).scaleb(-SCALE)
        return round(number, field.settings.get(PLACES, SCALE)) if PLACES in field.settings else number

    def plain(self, field: Field, value: Decimal) -> str:
        places = field.settings.get(PLACES, 0)
        return f"{value:.{places}f}" if value == round(value, places) else f"{value.normalize():f}"

    def show(self, field: Field, value: Decimal) -> str:
        places = field.settings.get(PLACES, 0)
        return str(format_decimal(value, "#,##0." + "0" * places if places else "#,##0", locale=get_language() or "en"))

    def write(self, field: Field, value: Decimal) -> str:
        text = self.plain(field, value)
        return text.replace(".", ",") if get_language() == "ru" else text

    def check_settings(self, settings: dict[str, Any]) -> dict[str, Any]:
        places = settings.get(PLACES, 0)
        if not isinstance(places, int) or isinstance(places, bool) or not 0 <= places <= SCALE:
            raise ValidationError({"settings": _("A number has from 0 to 6 decimal places.")})
        super().check_settings({name: value for name, value in settings.items() if name != PLACES})
        return {PLACES: places}
