"""What a person may change about how he signs in."""

from typing import Any

from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from setpoint.kernel.models import User


class PasswordForm(forms.Form):
    """A new password; the old one proves who asks."""

    old = forms.CharField(
        label=_("Password now"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=_("At least 10 characters, and not one of the common ones."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, user: User, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.user = user

    def clean_old(self) -> str:
        """Refuse a wrong password."""
        old: str = self.cleaned_data["old"]
        if not self.user.check_password(old):
            raise ValidationError(_("This is not your password now."))
        return old

    def clean_new(self) -> str:
        """Refuse a password that is easily guessed."""
        new: str = self.cleaned_data["new"]
        validate_password(new, self.user)
        return new


class AppForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code proves that the app knows the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        self.fields["code"] = forms.CharField(
            label=_("Code that the app shows"), widget=forms.TextInput(attrs=attributes)
        )


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """What the passkey is called, and the answer of the device."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("Name"), max_length=60, help_text=_("So that you know it again: “Laptop”, “Key on my key ring”.")
        )
