"""Who changes how he signs in proves once more who he is: by password, code or passkey."""

from typing import Any

from allauth.account.forms import ReauthenticateForm
from allauth.account.views import ReauthenticateView
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.base.views import ReauthenticateView as CodeView
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setpoint.ui.toasting import warn

PAGE = "web/sign_in/confirm.html"


class PasswordForm(ReauthenticateForm):  # type: ignore[misc]
    """The password of the person who is signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attributes = {"autocomplete": "current-password", "autofocus": True}
        self.fields["password"] = forms.CharField(
            label=gettext_lazy("Password"), strip=False, widget=forms.PasswordInput(attrs=attributes)
        )


class CodeForm(CodeAgainForm):  # type: ignore[misc]
    """A code of his app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        self.fields["code"] = forms.CharField(
            label=gettext_lazy("Code of the app, or a recovery code"), widget=forms.TextInput(attrs=attributes)
        )


class ByPassword(ReauthenticateView):  # type: ignore[misc]
    """Ask for the password."""

    template_name, form_class = PAGE, PasswordForm

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return render(self.request, PAGE, self.get_context_data(form=form), status=422)


class ByCode(CodeView):  # type: ignore[misc]
    """Ask for a code."""

    template_name, form_class = PAGE, CodeForm

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return render(self.request, PAGE, self.get_context_data(form=form), status=422)


class ByPasskey(ReauthenticateWebAuthnView):  # type: ignore[misc]
    """Ask for a passkey."""

    template_name = PAGE

    def form_invalid(self, _form: forms.Form) -> HttpResponse:
        warn(self.request, _("No passkey of yours was shown. Try again."))
        return HttpResponseRedirect(self.passthrough_next_url(reverse("mfa_reauthenticate_webauthn")))
