"""Why a deviation is accepted, and until when."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AcceptanceForm(forms.Form):
    """`cleaned_data`: reason, resume_on (None: for good)."""

    reason = forms.CharField(max_length=500, error_messages={"required": _("Say why the deviation is accepted.")})
    resume_on = forms.DateField(
        required=False,
        error_messages={"invalid": _("Write the day on which it is watched again, for example 2026-03-31.")},
    )
