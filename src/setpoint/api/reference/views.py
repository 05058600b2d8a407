"""Pages of the reference: the parts of the API, and the operations of one."""

from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from setpoint.api.openapi import openapi
from setpoint.api.reference.telling import operations_of, tags_of
from setpoint.api.urls import API


@cache
def _schema() -> dict[str, Any]:
    return openapi(API)


@require_GET
def reference(request: HttpRequest) -> HttpResponse:
    """List the parts of the API."""
    return render(request, "api/reference/page.html", {"tags": tags_of(_schema())})


@require_GET
def part(request: HttpRequest, tag: str) -> HttpResponse:
    """Show the operations of a part."""
    operations = operations_of(_schema(), tag)
    if not operations:
        raise Http404
    return render(request, "api/reference/part.html", {"tag": tag, "operations": operations})
