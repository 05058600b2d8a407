"""What went wrong, as problem+json (RFC 9457): a title, a sentence, and for each wrong value its path."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from django.core.exceptions import NON_FIELD_ERRORS, ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as InvalidError

TITLES = {
    400: "Bad request",
    401: "Not signed in",
    403: "Forbidden",
    404: "Not found",
    409: "Conflict",
    412: "Changed meanwhile",
    413: "Too large",
    422: "Not valid",
    428: "Precondition required",
    429: "Too many requests",
}


class Wrong(Schema):
    """One wrong value: where it stands, and what is wrong with it."""

    path: str
    message: str


class Problem(Schema):
    """What went wrong."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Wrong] = []


class RefusedError(Exception):
    """An answer that is no success; `errors` are (path, message)."""

    def __init__(self, status: int, detail: str, errors: Sequence[tuple[str, str]] = ()) -> None:
        self.status, self.detail, self.errors = status, detail, list(errors)
        super().__init__(detail)


def problem(
    status: int, detail: str, errors: Sequence[tuple[str, str]] = (), headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """Return the answer."""
    body = {
        "type": "about:blank",
        "title": TITLES.get(status, "Error"),
        "status": status,
        "detail": detail,
        "errors": [{"path": path, "message": message} for path, message in errors],
    }
    return HttpResponse(
        orjson.dumps(body), status=status, content_type="application/problem+json", headers=dict(headers or {})
    )


def wrong_values(refusal: ValidationError, path: str = "body") -> list[tuple[str, str]]:
    """Return (path, message) of each wrong value of a refusal by an operation."""
    if not hasattr(refusal, "error_dict"):
        return [(path, message) for message in refusal.messages]
    return [
        (path if name == NON_FIELD_ERRORS else f"{path}.{name}", message)
        for name, messages in refusal.message_dict.items()
        for message in messages
    ]


def handle_problems(api: NinjaAPI) -> None:
    """Let every error of `api` be told so."""

    @api.exception_handler(InvalidError)
    def invalid(_request: HttpRequest, error: InvalidError) -> HttpResponse:
        errors = [(_place(each["loc"]), str(each["msg"])) for each in error.errors]
        return problem(422, _("The request is not valid."), errors)

    @api.exception_handler(ValidationError)
    def refused(_request: HttpRequest, error: ValidationError) -> HttpResponse:
        return problem(422, " ".join(error.messages), wrong_values(error))

    @api.exception_handler(DataError)
    @api.exception_handler(OverflowError)
    def too_large(_request: HttpRequest, _error: Exception) -> HttpResponse:
        told = _("A value is too long or too large to be stored.")
        return problem(422, told, [("body", told)])

    @api.exception_handler(PermissionDenied)
    def denied(_request: HttpRequest, error: PermissionDenied) -> HttpResponse:
        return problem(403, str(error) or _("You have no right to do this."))

    @api.exception_handler(ObjectDoesNotExist)
    @api.exception_handler(Http404)
    def missing(_request: HttpRequest, _error: Exception) -> HttpResponse:
        return problem(404, _("There is no such record, or you do not see it."))

    @api.exception_handler(AuthenticationError)
    def unknown(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
        told = _("Send “Authorization: Bearer …” with a token that is valid.")
        return problem(401, told, headers={"WWW-Authenticate": "Bearer"})

    @api.exception_handler(HttpError)
    def told(_request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(error.status_code, str(error))

    @api.exception_handler(RefusedError)
    def answered(_request: HttpRequest, error: RefusedError) -> HttpResponse:
        return problem(error.status, error.detail, error.errors)


def _place(location: Sequence[Any]) -> str:
    """Return the path of a value without the name that ninja gives the body."""
    parts = [str(part) for part in location]
    if parts[:2] in (["body", "body"], ["query", "asked"]):
        parts = [parts[0], *parts[2:]]
    return ".".join(parts)
