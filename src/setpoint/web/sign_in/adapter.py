"""What allauth asks of us: who may try, what is written down, where a person goes then."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from setpoint.kernel import sign_ins, throttle
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import User
from setpoint.web.sign_in.origin import origin


class Staff(DefaultAccountAdapter):  # type: ignore[misc]
    """People sign in by e-mail; nobody signs himself up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        # what is wrong is not told apart, so that addresses cannot be tried out
        "email_password_mismatch": _("E-mail and password do not match. Check both and try again."),
        "incorrect_password": _("This is not your password now."),
        "too_many_login_attempts": _("Too many attempts. Wait a quarter of an hour and try again."),
        "rate_limited": _("Too many attempts. Wait a quarter of an hour and try again."),
    }

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        if throttle.must_wait(_email(credentials), origin(request).address):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        found: AbstractBaseUser | None = super().authenticate(request, **credentials | {"email": _email(credentials)})
        return found

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        sign_ins.fail(_email(credentials), origin=origin(request))

    def reauthenticate(self, user: User, password: str) -> bool:
        return self.authenticate(self.request, email=user.email, password=password) == user

    def login(self, request: HttpRequest, user: User) -> None:
        """Open the session and write it down together."""
        way = _way(get_authentication_records(request, user))
        with transaction.atomic():
            super().login(request, user)
            sign_ins.succeed(user, way=way, origin=origin(request), by=Actor.of(user))

    def get_login_redirect_url(self, _request: HttpRequest) -> str:
        return reverse("home")

    def respond_user_inactive(self, _request: HttpRequest, _user: User) -> HttpResponse:
        return HttpResponseRedirect(reverse("account_login"))

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False

    def add_message(self, *_args: Any, **_kwargs: Any) -> None:
        """Say nothing: our own views say what happened."""


def _email(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email", "")).lower()


def _way(records: list[dict[str, Any]]) -> str:
    """Return the key of `sign_ins.WAYS` for what allauth has recorded of this sign-in."""
    methods = {str(record["method"]): record for record in records}
    second = methods.get("mfa")
    if second is None:
        return next((method for method in methods if method in sign_ins.WAYS), "provider")
    if second.get("passwordless"):
        return "passkey"
    return "key" if second["type"] == "webauthn" else "code"
