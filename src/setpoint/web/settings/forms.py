"""What a person may change about himself."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from setpoint.kernel.models import User


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    """Name and language."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(
        label=_("Theme"), choices=[("auto", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))]
    )

    class Meta:
        model = User
        fields = ("name", "language", "theme")
        labels = {"name": _("Your name")}
