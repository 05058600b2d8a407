"""Who asks: a token in the header, made by a person on the page of his security, acting within its scopes."""

from dataclasses import replace
from typing import cast

from django.http import HttpRequest
from ninja.security import HttpBearer

from setpoint.kernel.actors import Actor
from setpoint.kernel.limits.of_tokens import Admitted, admitted
from setpoint.kernel.permissions import remembering

SCHEME = "bearer"


class ApiRequest(HttpRequest):
    """A request at the door of the API; `admitted` is None where no token that opens something came with it."""

    admitted: Admitted | None


class Token(HttpBearer):
    """`Authorization: Bearer sp_…`; the door has looked at it already."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return who acts."""
        del token
        found = cast("ApiRequest", request).admitted
        return found.actor if found else None


def sign_in(request: HttpRequest) -> Admitted | None:
    """Return who acts by the request's token, his rights remembered for its length. TooOftenError for one too many."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    found = admitted(token.strip()) if scheme.lower() == SCHEME and token else None
    if found is None:
        return None
    return replace(found, actor=remembering(replace(found.actor, origin=request.META.get("REMOTE_ADDR", ""))))


def person(by: Actor) -> int:
    """Return the number of the person for whom a program acts; tokens act for somebody always."""
    if by.user_id is None:
        raise TypeError("a token acts for a person")
    return by.user_id


def actor(request: HttpRequest) -> Actor:
    """Return who acts by this request, past the door."""
    found = cast("ApiRequest", request).admitted
    if found is None:
        raise TypeError("nobody has signed in")
    return found.actor
