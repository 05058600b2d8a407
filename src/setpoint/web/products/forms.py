"""A product as one writes it down."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.ui.amounts import AmountField


class ProductForm(forms.Form):
    """Name, series, and the list price in the currency given."""

    name = forms.CharField(label=pgettext_lazy("of a product", "Name"), max_length=200)
    series = forms.CharField(label=_("Series"), max_length=80, required=False)

    def __init__(self, currency: str, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        price = AmountField(currency)
        price.label, price.required = _("List price, %(currency)s") % {"currency": currency}, True
        self.fields["list_price"] = price

    def add_refusal(self, refusal: ValidationError) -> None:
        """Put what the operation refused at its fields."""
        for name, messages in refusal.message_dict.items():
            self.add_error(name if name in self.fields else None, messages)
