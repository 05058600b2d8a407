"""A customer as one writes him down."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.customers.models.party import PartyKind


class CardForm(forms.Form):
    """Name and how to reach him; all but the name can come later."""

    name = forms.CharField(
        label=pgettext_lazy("of a customer", "Name"), max_length=200, widget=forms.TextInput(attrs={"autofocus": True})
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    sector = forms.CharField(label=_("Sector"), max_length=80, required=False)
    country = forms.CharField(label=_("Country"), max_length=80, required=False)

    def leave_out(self, names: Iterable[str]) -> None:
        """Ask nothing of fields that the reader may not write."""
        for name in set(names) & self.fields.keys():
            del self.fields[name]

    def add_refusal(self, refusal: ValidationError) -> dict[str, list[str]]:
        """Put what the operation refused at its inputs; return what belongs to none of them."""
        own = {name: messages for name, messages in refusal.message_dict.items() if name in self.fields}
        for name, messages in own.items():
            self.add_error(name, messages)
        return {name: messages for name, messages in refusal.message_dict.items() if name not in own}


class PartyForm(CardForm):
    """A new customer."""

    kind = forms.ChoiceField(label=_("Who is it?"), choices=PartyKind.choices)
