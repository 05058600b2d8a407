"""The content security policy: our own scripts, styles and fonts, nothing inline, and the stream of live events."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from setpoint.platform.live.address import live_origin

Next = Callable[[HttpRequest], HttpResponse]


def content_security_policy(get_response: Next) -> Next:
    """Middleware: put the policy on every page."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if "Content-Security-Policy" not in response:
            response["Content-Security-Policy"] = policy(live_origin(request))
        return response

    return respond


def policy(stream: str) -> str:
    """Return the policy; `stream` is a source that pages may connect to besides their own origin."""
    rules = {
        "default-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": f"'self' {stream}".strip(),
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())
