"""While somebody looks with a colleague's eyes, every page is that colleague's, and every change is refused."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from setpoint.kernel.actors import Actor
from setpoint.kernel.looking import require_view_as
from setpoint.kernel.models import User
from setpoint.kernel.permissions import remembering

Handler = Callable[[HttpRequest], HttpResponse]
KEY = "eyes_of"
LOOKING = {"GET", "HEAD", "OPTIONS"}


def eyes(handler: Handler) -> Handler:
    """Put the colleague in the place of who looks; `request.looker` is who looks."""

    def handle(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated or KEY not in request.session:
            return handler(request)
        colleague = User.objects.select_related("role").filter(pk=request.session[KEY]).first()
        if colleague is None or not _may_look(request.user, colleague):
            del request.session[KEY]
            messages.warning(request, _("You look with your own eyes again: your right to the other's has ended."))
            return HttpResponseRedirect(reverse("home"))
        if request.path in _own():
            return handler(request)
        request.looker, request.user = request.user, colleague  # type: ignore[attr-defined]
        if request.method not in LOOKING or request.path.startswith(_private()):
            return render(request, "web/view_as/refused.html", status=403)
        return handler(request)

    return handle


def _may_look(looker: User, colleague: User) -> bool:
    try:
        require_view_as(colleague, remembering(Actor.of(looker)))
    except PermissionDenied:
        return False
    return True


def _own() -> tuple[str, ...]:
    """What is done in one's own name even now."""
    return tuple(reverse(view) for view in ("viewing_end", "sign_out", "language", "theme"))


def _private() -> tuple[str, ...]:
    """What shows how a person comes in is for nobody else's eyes."""
    return (reverse("security"),)
