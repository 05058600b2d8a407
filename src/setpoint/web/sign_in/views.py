"""Signing in by e-mail and password, or as one of the cast of the demo company; signing out."""

from typing import Any

from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from setpoint.kernel.models import User
from setpoint.web.http import StaffRequest, answer, back
from setpoint.web.sign_in.forms import SignInForm

BACKEND = "django.contrib.auth.backends.ModelBackend"


@login_not_required
@never_cache
@sensitive_post_parameters("password")
def sign_in(request: StaffRequest) -> HttpResponse:
    """Let a person in who knows the password."""
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid() and form.user is not None:
        login(request, form.user, backend=BACKEND)
        return back(request, "home")
    context = {"form": form, "next": request.POST.get("next", request.GET.get("next", "")), "cast": _cast(request)}
    return answer(request, "web/sign_in/page.html", context, status=422 if form.is_bound else 200)


@login_not_required
@require_POST
def sign_in_as(request: StaffRequest, user_id: int) -> HttpResponse:
    """Let anybody in as one of the cast; in the demo company only."""
    if not request.company.is_demo:
        raise PermissionDenied
    user = get_object_or_404(User, pk=user_id, is_active=True, is_simulated=False)
    login(request, user, backend=BACKEND)
    return back(request, "home")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return back(request, "sign_in")


def _cast(request: StaffRequest) -> Any:
    if not request.company.is_demo:
        return []
    return User.objects.filter(is_active=True, is_simulated=False).select_related("role", "team").order_by("pk")[:12]
