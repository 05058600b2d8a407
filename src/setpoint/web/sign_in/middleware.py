"""What is asked of every session: when it was seen last, and whether its person may go on without a second factor."""

from collections.abc import Callable
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from setpoint.kernel.clock import machine_now
from setpoint.kernel.second_factors import has_one

Handler = Callable[[HttpRequest], HttpResponse]
EVERY = timedelta(minutes=5)
SEEN = "seen_at"


def seen(handler: Handler) -> Handler:
    """Remember address, browser and time of a signed-in person's session."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = machine_now().timestamp()
            if now - request.session.get(SEEN, 0) > EVERY.total_seconds():
                request.session[SEEN] = now
                UserSession.objects.create_from_request(request)
        return handler(request)

    return handle


def second_factor(handler: Handler) -> Handler:
    """Lead to the security page whose role requires a second factor and who has none."""

    def handle(request: HttpRequest) -> HttpResponse:
        user = request.user
        if (
            user.is_authenticated
            and user.role is not None
            and user.role.second_factor_required
            and not request.path.startswith(_open())
            and not has_one(user)
        ):
            return HttpResponseRedirect(reverse("security"))
        return handler(request)

    return handle


def _open() -> tuple[str, ...]:
    return tuple(reverse(view) for view in ("security", "account_login", "sign_out", "language", "theme"))
