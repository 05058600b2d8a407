"""What is asked about a deal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from setpoint.ui.amounts import AmountField


class AmountForm(forms.Form):
    """The amount alone, as it is edited on its place."""

    def __init__(self, currency: str, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["amount"] = AmountField(currency)


class LossForm(forms.Form):
    """Why a deal was lost."""

    reason = forms.CharField(
        label=_("Why was it lost?"),
        max_length=120,
        widget=forms.TextInput(attrs={"list": "loss-reasons", "autocomplete": "off"}),
        error_messages={"required": _("Say why the deal was lost.")},
    )
