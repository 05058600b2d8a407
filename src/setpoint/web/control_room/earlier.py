"""Goals of earlier versions of a plan, as old letters and bookmarks name them."""

from collections.abc import Container

from django.http import Http404
from django.shortcuts import get_object_or_404

from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import visible_to
from setpoint.loop.plan.permissions import GOAL
from setpoint.loop.plan.queries import in_force


def successor(who: Actor, judged: Container[int], goal_id: int) -> int:
    """Return the judged goal that stands today for one of an earlier version. Http404 where there is none."""
    goals = visible_to(who, GOAL).select_related("version__plan")
    now = in_force(get_object_or_404(goals, pk=goal_id))
    if now is None or now not in judged:
        raise Http404
    return now
