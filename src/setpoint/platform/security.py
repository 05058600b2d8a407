"""What browsers are told: only our own scripts, styles and fonts, nothing inline, no device, the live stream."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from setpoint.platform.live.address import live_origin

# of a file that came from outside: should a browser show it all the same, nothing in it runs or loads
INERT = "sandbox; default-src 'none'"
# what no page of ours asks a device for
REFUSED_BY_US = ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "serial", "usb")

Next = Callable[[HttpRequest], HttpResponse]


def content_security_policy(get_response: Next) -> Next:
    """Middleware: put the policies on every page."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if "Content-Security-Policy" not in response:
            response["Content-Security-Policy"] = policy(live_origin(request))
        response.headers.setdefault("Permissions-Policy", ", ".join(f"{name}=()" for name in REFUSED_BY_US))
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
