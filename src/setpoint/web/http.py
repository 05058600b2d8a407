"""What views share: the request of a signed-in person, answers to htmx, verbs in forms."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from setpoint.kernel.actors import Actor
from setpoint.kernel.models import Company, User
from setpoint.kernel.permissions import remembering


class StaffRequest(HttpRequest):
    """A request of somebody who is signed in; the middleware has put the company on it."""

    user: User
    company: Company


def actor(request: StaffRequest) -> Actor:
    """Return who acts by this request; his rights are asked of the database once."""
    known: Actor | None = request.__dict__.get("_actor")
    if known is None or known.user_id != request.user.pk:
        # who looks with a colleague's eyes only looks
        person = Actor.of(request.user, origin=request.META.get("REMOTE_ADDR", ""))
        known = request.__dict__["_actor"] = remembering(replace(person, view_only=hasattr(request, "looker")))
    return known


def wants(request: HttpRequest, target: str) -> bool:
    """Whether htmx asks only for the element with the id `target`, and not for the whole page."""
    return request.headers.get("HX-Target") == target


def answer(
    request: HttpRequest, page: str, context: dict[str, Any], *, parts: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    """Render the page, or that one of its `parts` (element id → template) which htmx asks for."""
    template = (parts or {}).get(request.headers.get("HX-Target", ""), page)
    response = render(request, template, context, status=status)
    response.headers["Vary"] = "HX-Target, Cookie"
    return response


def go(request: HttpRequest, address: str) -> HttpResponse:
    """Lead to an address; htmx is told to load it as a page."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def back(request: HttpRequest, fallback: str, *arguments: Any) -> HttpResponseRedirect:
    """Go to the page the form names in `next`, else to the view `fallback`."""
    response = HttpResponseRedirect(wanted_page(request, fallback, *arguments))
    response.status_code = 303
    return response


def wanted_page(request: HttpRequest, fallback: str, *arguments: Any) -> str:
    """Return the page of ours that the form names in `next`, else the address of the view `fallback`."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if wanted and safe else resolve_url(fallback, *arguments)


def verb(request: HttpRequest) -> str:
    """Return the method, DELETE too where a form can only post it as `_method`."""
    return request.POST.get("_method", request.method or "GET").upper()
