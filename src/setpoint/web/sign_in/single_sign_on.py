"""Coming in by a provider of the company: only people of the staff, known by an address that it vouches for."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthError
from allauth.socialaccount.providers.openid_connect import views as openid
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from requests import RequestException, Session

from setpoint.kernel import sign_ins
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import User
from setpoint.platform import outgoing
from setpoint.platform.models import SignInProvider
from setpoint.platform.single_sign_on import providers
from setpoint.ui.toasting import warn
from setpoint.web.sign_in.origin import origin

OPENID = "openid_connect"


class SingleSignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Providers come from the company's settings; strangers stay outside."""

    def list_apps(self, _request: HttpRequest, provider: str = "", client_id: str = "") -> list[SocialApp]:
        rows = SignInProvider.objects.order_by("pk")
        if provider and provider != OPENID:
            rows = rows.filter(key=provider)
        if client_id:
            rows = rows.filter(client_id=client_id)
        return [_app(row) for row in rows]

    def get_requests_session(self) -> Session:
        return outgoing.session()

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the person behind the provider's answer, and link him when he comes first."""
        user = sociallogin.user if sociallogin.is_existing else _known_by_address(sociallogin)
        if user is None or not user.is_active:
            refuse(request, _("The provider does not vouch for anybody of the staff. Ask your administrator."))
        elif not sociallogin.is_existing:
            account = sociallogin.account
            linked = providers.link(user, key=account.provider, uid=account.uid, by=Actor.of(user))
            sociallogin.user, sociallogin.account = user, linked

    def on_authentication_error(
        self, request: HttpRequest, _provider: Any, error: str | None = None, **_told: Any
    ) -> None:
        if error != AuthError.CANCELLED:
            refuse(request, _("Single sign-on did not work. Try again, or sign in by password."))

    def is_open_for_signup(self, _request: HttpRequest, _sociallogin: SocialLogin) -> bool:
        return False


@login_not_required
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the provider; back to the sign-in page where it does not answer."""
    try:
        response: HttpResponse = openid.login(request, provider_id)
    except RequestException:
        sign_ins.fail("", origin=origin(request))
        warn(request, _("Single sign-on did not work. Try again, or sign in by password."))
        return HttpResponseRedirect(reverse("account_login"))
    return response


@login_not_required
def cancelled(_request: HttpRequest) -> HttpResponse:
    """Go back to the sign-in page after a change of mind at the provider."""
    return HttpResponseRedirect(reverse("account_login"))


def refuse(request: HttpRequest, reason: str) -> None:
    """Write the failure down and go back to the sign-in page."""
    sign_ins.fail("", origin=origin(request))
    warn(request, reason)
    raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))


def _known_by_address(sociallogin: SocialLogin) -> User | None:
    addresses = [found.email.lower() for found in sociallogin.email_addresses if found.verified]
    return User.objects.filter(email__in=addresses, is_simulated=False).first() if addresses else None


def _app(row: SignInProvider) -> SocialApp:
    settings = {"server_url": row.issuer, "oauth_pkce_enabled": True, "verified_email": row.trusts_addresses}
    return SocialApp(
        provider=OPENID,
        provider_id=row.key,
        name=row.name,
        client_id=row.client_id,
        secret=row.secret,
        settings=settings,
    )
