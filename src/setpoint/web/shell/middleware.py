"""Every request knows its company, its zone and its language; without a company there is one page only."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from setpoint.kernel.models import Company

Handler = Callable[[HttpRequest], HttpResponse]
LANGUAGE_COOKIE = "language"


def company(handler: Handler) -> Handler:
    """Put the company on the request; lead to the first-run page where there is none."""

    def handle(request: HttpRequest) -> HttpResponse:
        found = Company.objects.first()
        request.company = found  # type: ignore[attr-defined]
        language = _language(request, found)
        # as Django's own: a page is drawn lazily in the language and zone of its reader
        with translation.override(language), timezone.override(ZoneInfo(found.time_zone if found else "UTC")):
            request.LANGUAGE_CODE = language
            if found is None and request.path not in _open_to_nobody():
                return HttpResponseRedirect(reverse("first_run"))
            response = handler(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return handle


def toasts(handler: Handler) -> Handler:
    """Send the messages with every answer to htmx, which draws no whole page that could show them."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = handler(request)
        kind = response.headers.get("Content-Type", "")
        partial = request.headers.get("HX-Request") and not request.headers.get("HX-Boosted")
        if partial and not response.streaming and kind.startswith("text/html") and response.status_code in {200, 422}:
            response.content += render_to_string("ui/toasts_beside.html", {}, request).encode()
        return response

    return handle


def _open_to_nobody() -> set[str]:
    return {reverse("first_run"), reverse("language")}


def _language(request: HttpRequest, found: Company | None) -> str:
    if request.user.is_authenticated:
        return str(request.user.language)
    known = dict(settings.LANGUAGES)
    chosen = request.COOKIES.get(LANGUAGE_COOKIE, "")
    if chosen in known:
        return chosen
    return found.language if found else translation.get_language_from_request(request)
