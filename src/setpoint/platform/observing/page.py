"""/metrics for Prometheus: read from this machine, or with the token of SETPOINT_METRICS_TOKEN."""

import os
from collections.abc import Callable
from hmac import compare_digest
from ipaddress import ip_address
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from setpoint.platform.observing.reading import OfDatabase

Next = Callable[[HttpRequest], HttpResponse]


def metrics(get_response: Next) -> Next:
    """Middleware: answer /metrics, 404 to whoever may not read it, and let everything else pass."""

    def respond(request: HttpRequest) -> HttpResponse:
        if request.path != "/metrics":
            return get_response(request)
        if request.method != "GET" or not may_read(request):
            return HttpResponse(status=404)
        return HttpResponse(figures(), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})

    return respond


def may_read(request: HttpRequest) -> bool:
    """Whether the caller is on this machine, with no proxy between, or has the token."""
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    if settings.METRICS_TOKEN and kind == "Bearer":
        return compare_digest(token.encode(), settings.METRICS_TOKEN.encode())
    if request.META.get("setpoint.proxied") or "Forwarded" in request.headers:
        # a proxy on this machine brings visitors from anywhere
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def figures() -> bytes:
    """Return the figures of all processes of this home, and of the database, in Prometheus' text format."""
    _forget_dead(Path(settings.METRICS))
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(settings.METRICS))  # type: ignore[no-untyped-call] # published without types
    registry.register(OfDatabase())
    return generate_latest(registry)


def _forget_dead(folder: Path) -> None:
    """Take away what processes that are gone have now; what they counted stays."""
    for path in folder.glob("gauge_live*.db"):
        pid = int(path.stem.rpartition("_")[2])
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            mark_process_dead(pid, str(folder))  # type: ignore[no-untyped-call] # see above
        except PermissionError:
            continue
