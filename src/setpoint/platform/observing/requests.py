"""Every request: its number, its line of log, its time by view."""

import logging
from collections.abc import Callable
from time import perf_counter

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from setpoint.platform.observing.context import request_id, taken_or_made
from setpoint.platform.observing.counting import SECONDS

logger = logging.getLogger(__name__)
Next = Callable[[HttpRequest], HttpResponse]
# asked every few seconds by machines
QUIET = ("/healthz", "/readyz", "/metrics")


def observed(get_response: Next) -> Next:
    """Middleware, around all others: X-Request-ID taken or made, time measured, one line written."""

    def respond(request: HttpRequest) -> HttpResponse:
        number = taken_or_made(request.headers.get("X-Request-ID", ""))
        token, begun = request_id.set(number), perf_counter()
        try:
            response = get_response(request)
            response.headers["X-Request-ID"] = number
            if request.path not in QUIET:
                _tell(request, response, perf_counter() - begun)
            return response
        finally:
            request_id.reset(token)

    return respond


def _tell(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    match = request.resolver_match
    view = (match.view_name or match._func_path) if match else "none"  # noqa: SLF001 - the name where it has none
    SECONDS.labels(view, request.method, response.status_code).observe(seconds)
    # a user that nobody asked for is not looked up for the log
    known = request.__dict__.get("_cached_user")
    logger.info(
        "request",
        extra={
            "method": request.method,
            "route": f"/{match.route}" if match else None,
            "status": response.status_code,
            "ms": round(seconds * 1000, 1),
            "user": known.pk if known else None,
        },
    )
