"""A deal as one writes it down."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.catalog.models import Product
from setpoint.domains.customers.models import Party
from setpoint.domains.sales.models import Stage
from setpoint.kernel.actors import Actor
from setpoint.kernel.field_rights import readonly
from setpoint.kernel.folding import fold
from setpoint.kernel.models import User
from setpoint.kernel.permissions import visible_to, within_scope
from setpoint.ui.amounts import AmountField

KIND = "sales.deal"


class DealForm(forms.Form):
    """What is known at the beginning; a customer is found by name."""

    name = forms.CharField(label=_("What is it about?"), max_length=200)
    customer = forms.CharField(
        label=_("Customer"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "customers-found", "autocomplete": "off"}),
    )
    stage = forms.ModelChoiceField(label=_("Stage"), queryset=Stage.objects.none(), empty_label=None)
    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), required=False, empty_label=_("None")
    )
    owner = forms.ModelChoiceField(
        label=pgettext_lazy("of a deal", "Owner"), queryset=User.objects.none(), empty_label=None
    )

    def __init__(self, by: Actor, currency: str, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.by = by
        self.fields["amount"] = AmountField(
            currency, help_text=_("Leave it empty to take the list price as an estimate.")
        )
        people = User.objects.filter(is_active=True)
        choices = {
            "stage": Stage.objects.select_related("pipeline").order_by("pipeline__position", "position"),
            "product": visible_to(by, "catalog.product").order_by("name"),
            "owner": within_scope(by, people, KIND, "create", owner="pk").order_by("name"),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        for name in readonly(by, KIND) & self.fields.keys():
            del self.fields[name]

    def clean_customer(self) -> Party | None:
        """Find the customer whose name it is, case and ё aside."""
        name = self.cleaned_data["customer"].strip()
        if not name:
            return None
        found = list(visible_to(self.by, "customers.party").filter(folded=fold(name))[:2])
        if not found:
            raise ValidationError(
                _("There is no customer “%(name)s”. Choose one from the list, or add it under Customers first."),
                params={"name": name},
            )
        if len(found) > 1:
            raise ValidationError(
                _("There are several customers “%(name)s”. Open the right one and create the deal there."),
                params={"name": name},
            )
        party: Party = found[0]
        return party

    def add_refusal(self, refusal: ValidationError) -> dict[str, list[str]]:
        """Put what the operation refused at its inputs; return what belongs to none of them."""
        own = {name: messages for name, messages in refusal.message_dict.items() if name in self.fields}
        for name, messages in own.items():
            self.add_error(name, messages)
        return {name: messages for name, messages in refusal.message_dict.items() if name not in own}
