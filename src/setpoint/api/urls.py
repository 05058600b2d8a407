"""Addresses of the API, each behind its door."""

import orjson
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from setpoint.api.application import make
from setpoint.api.door import door
from setpoint.api.openapi import openapi
from setpoint.api.problems import problem

API = make()


@require_GET
def schema(request: HttpRequest) -> HttpResponse:
    """What can be asked, as OpenAPI 3.1; it tells of no data and is open to all."""
    del request
    told = orjson.dumps(openapi(API), option=orjson.OPT_NON_STR_KEYS)
    return HttpResponse(told, content_type="application/json")


def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """Say to programs in their words that there is no such address."""
    del request, rest
    return problem(404, _("There is no such address: /api/v1/openapi.json names all."))


def _behind_the_door() -> list[URLPattern]:
    patterns = [entry for entry in API.urls[0] if isinstance(entry, URLPattern) and entry.name != "api-root"]
    patterns += [path("openapi.json", schema, name="openapi"), path("<path:rest>", nothing, name="nothing")]
    for pattern in patterns:
        pattern.callback = door(pattern.callback)
    return patterns


app_name = "api"
urlpatterns = _behind_the_door()
