"""What a webhook is told, and where."""

from typing import Any

from django import forms
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from setpoint.kernel.facts import FACT_TYPES


def kinds() -> list[tuple[str, Any]]:
    """Return the facts there are, by the domain that writes them."""
    groups: dict[str, list[tuple[str, Any]]] = {}
    for kind in sorted(FACT_TYPES):
        if not kind.startswith("exchange."):
            groups.setdefault(kind.partition(".")[0], []).append((kind, lazystr(kind)))
    return list(groups.items())


class WebhookForm(forms.Form):
    """Name, address, facts."""

    name = forms.CharField(label=_("Name"), max_length=80)
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=_("Each fact is posted there as JSON, signed with the secret of this webhook."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Facts"),
        required=False,
        choices=kinds,
        widget=forms.SelectMultiple(attrs={"size": 12}),
        help_text=_("Nothing chosen: every fact about records that you see."),
    )
