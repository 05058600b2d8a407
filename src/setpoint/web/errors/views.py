"""What a person reads when a page cannot be shown: what happened, and the way out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: no right; the operation's own words where it gave some."""
    context = {"reason": str(exception)}
    return render(request, "web/errors/403.html", context, status=403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 where a form came without its token: mostly a page left open too long."""
    return render(request, "web/errors/csrf.html", {"reason": reason}, status=403)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django calls it so
    """404: nothing at this address, or nothing that this person may see."""
    return render(request, "web/errors/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django calls it so
    """500: our fault. Drawn without request and database, which may be what failed."""
    return HttpResponse(render_to_string("web/errors/500.html"), status=500)
