"""A password for one device."""

from django import forms
from django.utils.translation import gettext_lazy as _

WRITES, READS = "customers.party:*", "customers.party:see"
SCOPES = {WRITES: _("Read and change customers"), READS: _("Only read customers")}


class DeviceForm(forms.Form):
    """What it is for, and whether the device may change anything."""

    name = forms.CharField(label=_("Which device?"), max_length=80, widget=forms.TextInput(attrs={"autofocus": True}))
    scope = forms.ChoiceField(label=_("It may"), choices=list(SCOPES.items()), initial=WRITES)
