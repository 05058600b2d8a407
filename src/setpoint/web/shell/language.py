"""Choosing a language and a theme: a signed-in person's for good, a visitor's by a cookie."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from setpoint.kernel import preferences
from setpoint.kernel.actors import Actor
from setpoint.web.http import StaffRequest, actor, back
from setpoint.web.shell.middleware import LANGUAGE_COOKIE


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Take the language of the form."""
    chosen = request.POST.get("language", "")
    response = back(request, "home")
    if chosen in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            preferences.change_person(request.user, {"language": chosen}, by=Actor.of(request.user))
        response.set_cookie(LANGUAGE_COOKIE, chosen, max_age=365 * 86400, httponly=True, samesite="Lax")
    return response


@require_POST
def theme(request: StaffRequest) -> HttpResponse:
    """Take the theme of the form; the page itself has changed already."""
    chosen = request.POST.get("theme", "")
    if chosen in preferences.THEMES:
        preferences.change_person(request.user, {"theme": chosen}, by=actor(request))
    return HttpResponse(status=204) if request.headers.get("HX-Request") else back(request, "home")
