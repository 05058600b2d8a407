"""What every page shows around its content."""

from typing import Any, cast

from django.http import HttpRequest

from setpoint.kernel.clock import company_now, machine_now
from setpoint.kernel.permissions import scope_of
from setpoint.loop.inform.queries import unread_count
from setpoint.platform.audit.permissions import KIND as AUDIT
from setpoint.simulation.clock import is_slow_clock_on, may_move
from setpoint.web.http import StaffRequest, actor
from setpoint.web.shell.navigation import rail

# company time this far from real time is said on the page
MOVED_SECONDS = 60


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the rail and the company's time; nothing for somebody who is not signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not getattr(request, "company", None):
        return {}
    if "now" not in (cache := request.__dict__.setdefault("_shell", {})):
        now = company_now()
        cache["now"] = now
        cache["clock_moved"] = abs((now - machine_now()).total_seconds()) > MOVED_SECONDS
        # only the demo keeps what it sends
        cache["has_mailbox"] = request.company.is_demo  # type: ignore[attr-defined]
        # a part of a page has no rail
        partial = bool(request.headers.get("HX-Request"))
        who = actor(cast("StaffRequest", request))
        cache["moves_days"] = cache["has_mailbox"] and not partial and may_move(who)
        cache["slow_clock"] = cache["moves_days"] and is_slow_clock_on()
        cache["unread_notices"] = 0 if partial else unread_count(user)
        cache["rail"] = [] if partial else rail(who, request.path)
        cache["audits"] = not partial and bool(scope_of(who, AUDIT, "see"))
    return dict(cache)
