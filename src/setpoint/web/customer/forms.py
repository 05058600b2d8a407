"""The card of a customer as it is changed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from setpoint.kernel.models import Territory
from setpoint.web.customers.forms import CardForm


class ChangeForm(CardForm):
    """What a customer is stays; how to reach him changes."""

    employees = forms.IntegerField(label=_("Employees"), required=False, min_value=0, max_value=100_000_000)
    territory = forms.ModelChoiceField(
        label=_("Territory"), queryset=Territory.objects.filter(removed_at__isnull=True), required=False
    )
    founded = forms.IntegerField(label=_("Founded"), required=False, min_value=1000, max_value=2100)
