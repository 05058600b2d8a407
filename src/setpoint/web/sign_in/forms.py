"""The form of somebody who wants in."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from setpoint.kernel import throttle
from setpoint.kernel.models import User


class SignInForm(forms.Form):
    """E-mail and password; what is wrong is not told apart, so that addresses cannot be tried out."""

    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )
    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.user: User | None = None

    def clean(self) -> dict[str, Any]:
        """Find the person, or count the failure."""
        data = super().clean() or self.cleaned_data
        email, password = data.get("email", "").lower(), data.get("password")
        if not email or not password:
            return data
        address = self.request.META.get("REMOTE_ADDR", "")
        if throttle.must_wait(email, address):
            raise ValidationError(_("Too many attempts. Wait a quarter of an hour and try again."))
        user = authenticate(self.request, username=email, password=password)
        if not isinstance(user, User):
            throttle.failed(email, address)
            raise ValidationError(_("E-mail and password do not match. Check both and try again."))
        throttle.succeeded(email)
        self.user = user
        return data
