"""An amount of money as people type it: 4,800.50 or 4 800,50."""

from decimal import Decimal
from typing import Any

from babel.numbers import NumberFormatError, parse_decimal
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from setpoint.kernel.money import Money

# beyond a thousand million millions something else was meant
LARGEST = 10**15


class AmountField(forms.CharField):
    """Gives minor units of `currency`, None for an empty field."""

    def __init__(self, currency: str, *, help_text: str | Promise = "") -> None:
        super().__init__(required=False, label=_("Amount"), help_text=str(help_text))
        self.currency = currency
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def clean(self, value: Any) -> int | None:
        """Return minor units; ValidationError says how an amount is written."""
        text = str(super().clean(value)).strip()
        if not text:
            return None
        minor = Money.of(_parsed(text), self.currency).minor
        if minor < 0:
            raise ValidationError(_("An amount cannot be negative."))
        if minor > LARGEST:
            raise ValidationError(_("This amount is too large. Check the number of digits."))
        return minor

    def prepare_value(self, value: Any) -> Any:
        """Show minor units as people write them, without thousands."""
        if not isinstance(value, int):
            return value
        amount = Money(value, self.currency).amount
        return str(amount).replace(".", ",") if get_language() == "ru" else str(amount)


def _parsed(text: str) -> Decimal:
    locale = get_language() or "en"
    plain = "".join(text.split())
    # a Russian keyboard types commas, a spreadsheet points: with one sign only, it is the decimal one
    if locale == "ru" and "," not in plain and plain.count(".") == 1:
        plain = plain.replace(".", ",")
    try:
        return parse_decimal(plain, locale=locale)
    except NumberFormatError:
        raise ValidationError(_("Write the amount in digits, for example 4800.50.")) from None
