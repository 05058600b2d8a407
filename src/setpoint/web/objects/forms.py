"""A record of an administrator's kind as one writes it down."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.kernel.actors import Actor
from setpoint.kernel.models import User
from setpoint.kernel.permissions import within_scope


class RecordForm(forms.Form):
    """Name and owner; the fields of the kind are asked beside it."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autofocus": True}))
    owner = forms.ModelChoiceField(
        label=pgettext_lazy("of a deal", "Owner"), queryset=User.objects.none(), required=False, empty_label="—"
    )

    def __init__(self, kind: str, action: str, by: Actor, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        people = within_scope(by, User.objects.filter(is_active=True), kind, action, owner="pk")
        self.fields["owner"].queryset = people.order_by("name")  # type: ignore[attr-defined]

    def add_refusal(self, refused: dict[str, list[str]]) -> dict[str, list[str]]:
        """Put what was refused at its inputs; return what belongs to none of them."""
        for name in self.fields.keys() & refused.keys():
            self.add_error(name, [ValidationError(message) for message in refused[name]])
        return {name: messages for name, messages in refused.items() if name not in self.fields}
