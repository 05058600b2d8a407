"""The second step of signing in: a code or a passkey. And the first step by a passkey alone."""

from typing import Any

from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from setpoint.kernel import sign_ins
from setpoint.kernel.models import User
from setpoint.ui.toasting import warn
from setpoint.web.sign_in.origin import origin


class SecondFactor(AuthenticateView):  # type: ignore[misc]
    """Ask who knows the password for a code of his app, a recovery code or a passkey."""

    template_name = "web/sign_in/second_factor.html"

    def form_invalid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = set(Authenticator.objects.filter(user=self.stage.login.user).values_list("type", flat=True))
        return {**super().get_context_data(**kwargs), "has_app": "totp" in kinds, "has_passkey": "webauthn" in kinds}


@method_decorator(login_not_required, name="dispatch")
class PasskeySignIn(LoginWebAuthnView):  # type: ignore[misc]
    """Let in who shows a passkey of ours; the device has asked for his finger, face or PIN."""

    def form_invalid(self, _form: Form) -> HttpResponse:
        warn(self.request, _("No passkey of ours was shown. Sign in by password, or try again."))
        sign_ins.fail("", origin=origin(self.request))
        return HttpResponseRedirect(reverse("account_login"))


def wrong_code(request: HttpRequest, user: User, **_told: object) -> None:
    """Write a wrong code down (a signal of allauth)."""
    sign_ins.fail(user.email, origin=origin(request))
