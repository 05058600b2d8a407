"""Around every address: who asks (Basic, the password is a token of the person), in his language, not too often."""

import base64
import binascii
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from setpoint.integrations.carddav.elements import BadXmlError, dav, failed
from setpoint.kernel.actors import Actor
from setpoint.kernel.limits.of_tokens import TooOftenError, admitted
from setpoint.kernel.models import User
from setpoint.kernel.permissions import remembering

CLASSES = "1, 3, access-control, addressbook"
REALM = 'Basic realm="Setpoint", charset="UTF-8"'
View = Callable[..., HttpResponse]


class BookRequest(HttpRequest):
    """A request past the door."""

    by: Actor
    person: User


def door(*methods: str) -> Callable[[View], View]:
    """Let requests of these methods through to a view, which takes `request` and what stands in the address."""
    allowed = ", ".join(("OPTIONS", *methods))

    def around(view: View) -> View:
        @login_not_required
        @wraps(view)
        def through(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.method == "OPTIONS":
                response = HttpResponse()
            else:
                response = _answered(view, request, methods, args, kwargs)
            response.headers["DAV"] = CLASSES
            if request.method == "OPTIONS" or response.status_code == 405:  # noqa: PLR2004 - method not allowed
                response.headers["Allow"] = allowed
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        through.csrf_exempt = True  # type: ignore[attr-defined] # no cookie of a browser opens this door
        return through

    return around


def _answered(
    view: View, request: HttpRequest, methods: tuple[str, ...], args: tuple[object, ...], kwargs: dict[str, object]
) -> HttpResponse:
    try:
        person = _sign_in(request)
    except TooOftenError as error:
        told = _("Too many requests: ask again in %(seconds)s s.") % {"seconds": error.seconds}
        return HttpResponse(told, status=429, content_type="text/plain", headers={"Retry-After": str(error.seconds)})
    if person is None:
        told = _("Sign in with your e-mail address and the password of the address book.")
        return HttpResponse(told, status=401, content_type="text/plain", headers={"WWW-Authenticate": REALM})
    # an address names its person, who is the one that asks
    if kwargs.get("person_id", person.pk) != person.pk:
        return HttpResponse(status=404)
    if request.method not in methods:
        return HttpResponse(status=405)
    with translation.override(person.language):
        return _refused_in_words(lambda: view(request, *args, **kwargs))


def _refused_in_words(answer: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        return answer()
    except BadXmlError:
        return HttpResponse(_("This is no XML that is read here."), status=400, content_type="text/plain")
    except RequestDataTooBig:
        return HttpResponse(_("This is too much for one request."), status=413, content_type="text/plain")
    except Http404:
        return HttpResponse(status=404)
    except PermissionDenied as refusal:
        return failed(403, dav("need-privileges"), str(refusal))
    except ValidationError as refusal:
        return failed(403, "{urn:ietf:params:xml:ns:carddav}valid-address-data", " ".join(refusal.messages))


def _sign_in(request: HttpRequest) -> User | None:
    scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        _name, _colon, password = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    found = admitted(password.strip())
    if found is None or found.actor.user_id is None:
        return None
    asked = cast("BookRequest", request)
    asked.by = remembering(replace(found.actor, origin=request.META.get("REMOTE_ADDR", "")))
    asked.person = User.objects.get(pk=found.actor.user_id)
    return asked.person
