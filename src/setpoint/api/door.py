"""Around every endpoint: sign-in, language, one transaction for a change, repeats that change nothing, limits."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from setpoint.api.bodies import holds_nul
from setpoint.api.deprecating import headers_of
from setpoint.api.problems import problem
from setpoint.api.signing_in import ApiRequest, person, sign_in
from setpoint.domains.exchange.operations import answers
from setpoint.kernel.limits.of_tokens import Admitted, TooOftenError
from setpoint.kernel.models import User
from setpoint.kernel.rates import Taken

View = Callable[..., HttpResponse]
SAFE = {"GET", "HEAD", "OPTIONS"}
LANGUAGES = {"en", "ru"}
LONGEST_KEY = 200
KEPT_HEADERS = ("ETag", "Location")


def door(view: View) -> View:
    """Let requests through to an endpoint."""

    @login_not_required
    @wraps(view)
    def through(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        with translation.override(_language(request, None)):
            try:
                who = sign_in(request)
            except TooOftenError as error:
                told = _("Too many requests: ask again in %(seconds)s s.") % {"seconds": error.seconds}
                return problem(429, told, headers=_limits(error.taken) | {"Retry-After": str(error.seconds)})
            if holds_nul(request):
                return problem(422, _("The request holds the sign NUL, which cannot be stored."))
        cast("ApiRequest", request).admitted = who
        with translation.override(_language(request, who)):
            if request.method in SAFE or who is None:
                response = view(request, *args, **kwargs)
            else:
                response = _written(request, who, lambda: view(request, *args, **kwargs))
        for name, value in {**(_limits(who.taken) if who else {}), **headers_of(request)}.items():
            response.headers[name] = value
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    through.csrf_exempt = True  # type: ignore[attr-defined] # no cookie of a browser opens this door
    return through


def _written(request: HttpRequest, who: Admitted, answer: Callable[[], HttpResponse]) -> HttpResponse:
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > LONGEST_KEY:
        told = _("An idempotency key has %(most)s signs at most.") % {"most": LONGEST_KEY}
        return problem(422, told, [("header.Idempotency-Key", told)])
    if not key:
        return _in_one(answer)
    user = who.actor.user_id or 0
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode() + request.body).hexdigest()
    try:
        return _remembered(user, key, digest) or _in_one(answer, lambda made: _remember(user, key, digest, made))
    except IntegrityError:
        # the same request came twice at once: the other one has answered
        return _remembered(user, key, digest) or _in_one(answer)


def _in_one(answer: Callable[[], HttpResponse], after: Callable[[HttpResponse], None] | None = None) -> HttpResponse:
    """Answer in a transaction, which is taken back unless the answer is a success."""
    with transaction.atomic():
        response = answer()
        if response.status_code >= 400:  # noqa: PLR2004 - no success
            transaction.set_rollback(True)
        elif after is not None:
            after(response)
    return response


def _remember(user: int, key: str, digest: str, made: HttpResponse) -> None:
    kept = {name: made.headers[name] for name in KEPT_HEADERS if name in made.headers}
    answers.remember(user, key, digest, status=made.status_code, body=made.content, headers=kept)


def _remembered(user: int, key: str, digest: str) -> HttpResponse | None:
    try:
        found = answers.remembered(user, key, digest)
    except answers.OtherRequestError as error:
        return problem(422, str(error), [("header.Idempotency-Key", str(error))])
    if found is None:
        return None
    headers = found.headers | {"Idempotent-Replayed": "true"}
    return HttpResponse(bytes(found.body), status=found.status, content_type="application/json", headers=headers)


def _limits(taken: Taken) -> dict[str, str]:
    """Return what every answer says of the limit (draft-ietf-httpapi-ratelimit-headers)."""
    return {
        "RateLimit-Limit": str(taken.most),
        "RateLimit-Remaining": str(taken.left),
        "RateLimit-Reset": str(taken.seconds),
    }


def _language(request: HttpRequest, who: Admitted | None) -> str:
    wanted = request.headers.get("Accept-Language", "")[:2].lower()
    if wanted in LANGUAGES:
        return wanted
    if who is None:
        return "en"
    return User.objects.values_list("language", flat=True).get(pk=person(who.actor))
