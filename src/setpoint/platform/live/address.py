"""Where a page finds the stream, and what its content security policy must allow for that."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

from setpoint.kernel.models import User
from setpoint.platform.live.tokens import issue


def live_origin(request: HttpRequest) -> str:
    """Return the source for `connect-src`; empty where the stream comes from the page's own origin or there is none."""
    base = _base(request)
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def live_url(request: HttpRequest) -> str:
    """Return the address of the signed-in person's stream; empty where there is none."""
    base = _base(request)
    user = getattr(request, "user", None)
    # who looks with another person's eyes hears nothing in that person's name
    if not base or not isinstance(user, User) or hasattr(request, "looker"):
        return ""
    session = getattr(request, "session", None)
    return f"{base}/live/events?token={issue(user, session.session_key if session else None)}"


def _base(request: HttpRequest) -> str:
    """`SETPOINT_LIVE_URL` (behind a proxy: the same origin), else our own port on the host the browser came to."""
    told = settings.ENVIRONMENT
    if told.live_url:
        return str(told.live_url).rstrip("/")
    if not told.live_port:
        return ""
    domain, _port = split_domain_port(request.get_host())
    return f"{request.scheme}://{domain}:{told.live_port}"


def live(request: HttpRequest) -> dict[str, str]:
    """Context processor: `live_url` for the page's head."""
    return {"live_url": live_url(request)}
