"""Goals of other versions of a plan, as old letters, bookmarks and a look back name them."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import visible_to
from setpoint.loop.plan.permissions import GOAL


def counterpart(who: Actor, rows: list[dict[str, Any]], goal_id: int) -> dict[str, Any]:
    """Return the row of the report that judges the same goal in its own version. Http404 where there is none."""
    goal = get_object_or_404(visible_to(who, GOAL).select_related("version__plan"), pk=goal_id)
    named = (goal.parameter, goal.scope_kind, goal.scope_id, goal.version.plan.name)
    for row in rows:
        if (row["parameter"], row["scope_kind"], row["scope_id"], row["period"]) == named:
            return row
    raise Http404
