"""A number for each rule of control."""

from django import forms

from setpoint.loop.control.models import RuleSet
from setpoint.loop.control.operations.rules import NUMBERS


class RulesForm(forms.ModelForm):  # type: ignore[type-arg]
    """All rules of one version."""

    class Meta:
        model = RuleSet
        fields = NUMBERS
