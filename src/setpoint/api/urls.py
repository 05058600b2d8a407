"""Addresses of the API, each behind its door."""

import orjson
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET

from setpoint.api.application import make
from setpoint.api.door import door

API = make()


@require_GET
def schema(request: HttpRequest) -> HttpResponse:
    """What can be asked, as OpenAPI 3.1; it tells of no data and is open to all."""
    del request
    told = orjson.dumps(API.get_openapi_schema(path_prefix="/api/v1/"), option=orjson.OPT_NON_STR_KEYS)
    return HttpResponse(told, content_type="application/json")


def _behind_the_door() -> list[URLPattern]:
    patterns = [entry for entry in API.urls[0] if isinstance(entry, URLPattern) and entry.name != "api-root"]
    patterns.append(path("openapi.json", schema, name="openapi"))
    for pattern in patterns:
        pattern.callback = door(pattern.callback)
    return patterns


app_name = "api"
urlpatterns = _behind_the_door()
