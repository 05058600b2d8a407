"""Signing in by e-mail and password, or as one of the cast of the demo company; signing out."""

from typing import Any

from allauth.account.views import LoginView
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from setpoint.kernel import sign_ins
from setpoint.kernel.models import User
from setpoint.platform.models import SignInProvider
from setpoint.web.http import StaffRequest, actor, back, wanted_page
from setpoint.web.sign_in.entering import enter
from setpoint.web.sign_in.origin import origin


class SignIn(LoginView):  # type: ignore[misc]
    """The first step: e-mail and password."""

    template_name = "web/sign_in/page.html"
    request: StaffRequest

    def form_invalid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wanted = self.request.POST.get("next", self.request.GET.get("next", ""))
        return {
            **super().get_context_data(**kwargs),
            "next": wanted,
            "cast": _cast(self.request),
            "providers": SignInProvider.objects.order_by("pk"),
        }


@login_not_required
@require_POST
def sign_in_as(request: StaffRequest, user_id: int) -> HttpResponse:
    """Let anybody in as one of the cast; in the demo company only."""
    if not request.company.is_demo:
        raise PermissionDenied
    user = get_object_or_404(User, pk=user_id, is_active=True, is_simulated=False)
    return enter(request, user, way="cast", to=wanted_page(request, "home"))


@login_not_required
@require_POST
def give_up(request: StaffRequest) -> HttpResponse:
    """Forget a sign-in that waits for its second step."""
    request.session.flush()
    return back(request, "account_login")


@require_POST
def sign_out(request: StaffRequest) -> HttpResponse:
    """End the session."""
    sign_ins.leave(request.user, origin=origin(request), by=actor(request))
    logout(request)
    return back(request, "account_login")


def _cast(request: StaffRequest) -> Any:
    if not request.company.is_demo:
        return []
    return User.objects.filter(is_active=True, is_simulated=False).select_related("role", "team").order_by("pk")[:12]
