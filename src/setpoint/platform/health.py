"""Whether this process lives (/healthz) and may be sent visitors (/readyz), asked by machines, before everything else.

Balancers ask by address, know no host name and nobody's password; so no other middleware has its say.
"""

from collections.abc import Callable
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse

Next = Callable[[HttpRequest], HttpResponse]


def health(get_response: Next) -> Next:
    """Middleware: answer both addresses, 200 or 503, and let everything else pass."""

    def respond(request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return JsonResponse({"alive": True}, headers={"Cache-Control": "no-store"})
        if request.path == "/readyz":
            found = readiness()
            status = 200 if all(found.values()) else 503
            return JsonResponse(found, status=status, headers={"Cache-Control": "no-store"})
        return get_response(request)

    return respond


def readiness() -> dict[str, bool]:
    """Return whether the database answers and has every change that this version knows. Two queries."""
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except DatabaseError:
        return {"database": False, "migrations": False}
    return {"database": True, "migrations": _known() <= applied.keys()}


@cache
def _known() -> frozenset[tuple[str, str]]:
    # the files do not change while the process lives
    return frozenset(MigrationLoader(None).disk_migrations)
