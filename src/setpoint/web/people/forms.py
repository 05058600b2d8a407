"""Somebody new."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.kernel.models import Role, User
from setpoint.ui.templatetags.figures import role_name


class RoleField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Roles by their name in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        return str(role_name(obj.name))


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who is invited, and as what."""

    role = RoleField(label=_("Role"), queryset=Role.objects.filter(removed_at__isnull=True).order_by("pk"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    class Meta:
        model = User
        fields = ("name", "email", "role", "team", "language")
        labels = {"name": pgettext_lazy("of a person", "Name"), "email": _("E-mail"), "team": _("Team")}

    def clean_email(self) -> str:
        """Addresses are kept in small letters."""
        return str(self.cleaned_data["email"]).lower()
