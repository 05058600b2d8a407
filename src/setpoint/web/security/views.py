"""The page of one person's security: password, second factor, passkeys, devices."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from setpoint.kernel.passwords import has_one
from setpoint.kernel.sessions import sessions_of
from setpoint.kernel.tokens import tokens_of
from setpoint.platform.single_sign_on.providers import accounts_of
from setpoint.web.http import StaffRequest, answer
from setpoint.web.security.device import device_name
from setpoint.web.security.forms import PasswordForm
from setpoint.web.security.token_form import scope_labels


def security(request: StaffRequest) -> HttpResponse:
    """Show how the person signs in and where he is signed in."""
    return page(request)


def page(request: StaffRequest, password: PasswordForm | None = None) -> HttpResponse:
    """Render the page; a form that was refused stands in its place."""
    factors = list(Authenticator.objects.filter(user=request.user).order_by("pk"))
    context = {
        "password": password or PasswordForm(request.user),
        "has_password": has_one(request.user),
        "app": _of_type(factors, Authenticator.Type.TOTP),
        "codes": _of_type(factors, Authenticator.Type.RECOVERY_CODES),
        "passkeys": [factor for factor in factors if factor.type == Authenticator.Type.WEBAUTHN],
        "factor_required": bool(request.user.role and request.user.role.second_factor_required),
        "sessions": [
            {
                "row": session,
                "name": device_name(session.user_agent),
                "is_this": session.session_key == request.session.session_key,
            }
            for session in sessions_of(request.user)
        ],
        "accounts": accounts_of(request.user),
        "tokens": [{"row": token, "scopes": scope_labels(token.scopes)} for token in tokens_of(request.user)],
    }
    return answer(request, "web/security/page.html", context, status=422 if password else 200)


def back_to_page(fragment: str = "") -> HttpResponseRedirect:
    """Go back to the page after a change."""
    return HttpResponseRedirect(reverse("security") + fragment)


def _of_type(factors: list[Any], kind: str) -> Any:
    return next((factor for factor in factors if factor.type == kind), None)
