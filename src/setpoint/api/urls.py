"""Addresses of the API, each behind its door."""

import re
from collections.abc import Sequence
from functools import cache

import orjson
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from setpoint.api.application import make
from setpoint.api.door import door
from setpoint.api.openapi import openapi
from setpoint.api.problems import problem

API = make()
PLACE = re.compile(r"<int:\w+>")
NO_SUCH_METHOD = 405


class Rest(StringConverter):
    """Whatever follows, over slashes and lines."""

    regex = r"(?s:.+)"


register_converter(Rest, "rest")


@require_GET
def schema(request: HttpRequest) -> HttpResponse:
    """What can be asked, as OpenAPI 3.1; it tells of no data and is open to all."""
    del request
    return HttpResponse(_told(get_language() or ""), content_type="application/json")


@cache
def _told(language: str) -> bytes:
    """The schema in a language: seconds of work, and the same as long as the process lives."""
    del language
    return orjson.dumps(openapi(API), option=orjson.OPT_NON_STR_KEYS)


def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """Say to programs in their words that there is no such address."""
    del request, rest
    return problem(404, _("There is no such address: /api/v1/openapi.json names all."))


def _shared(patterns: Sequence[URLPattern]) -> URLPattern:
    """Return one address for several patterns of the same shape, each of which takes other methods."""
    names = [list(pattern.pattern.converters) for pattern in patterns]

    def view(request: HttpRequest, **given: object) -> HttpResponse:
        allowed: set[str] = set()
        for pattern, own in zip(patterns, names, strict=True):
            answer: HttpResponse = pattern.callback(request, **dict(zip(own, given.values(), strict=True)))
            if answer.status_code != NO_SUCH_METHOD:
                return answer
            allowed |= set(answer.headers.get("Allow", "").split(", "))
        return HttpResponse(status=NO_SUCH_METHOD, headers={"Allow": ", ".join(sorted(allowed - {""}))})

    first = patterns[0]
    return path(str(first.pattern), view, name=first.name)


def _behind_the_door() -> list[URLPattern]:
    by_shape: dict[str, list[URLPattern]] = {}
    for entry in API.urls[0]:
        if isinstance(entry, URLPattern) and entry.name != "api-root":
            by_shape.setdefault(PLACE.sub("<int>", str(entry.pattern)), []).append(entry)
    patterns = [found[0] if len(found) == 1 else _shared(found) for found in by_shape.values()]
    patterns += [path("openapi.json", schema, name="openapi"), path("<rest:rest>", nothing, name="nothing")]
    for pattern in patterns:
        pattern.callback = door(pattern.callback)
    return patterns


app_name = "api"
urlpatterns = _behind_the_door()
