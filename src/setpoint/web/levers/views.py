"""What the levers may do, shown and changed."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from setpoint.analysis.belief import Belief
from setpoint.kernel.models import Team
from setpoint.kernel.permissions import scope_of
from setpoint.loop.act.explanation import NOBODY, Slot, SlotKind, write
from setpoint.loop.act.levers import LEVERS, Authority
from setpoint.loop.act.models import LeverSetting, TeamAuthority
from setpoint.loop.act.operations import levers as operations
from setpoint.loop.act.queries import settings_now
from setpoint.ui.toasting import say, warn
from setpoint.web.http import StaffRequest, actor, answer, back


def levers(request: StaffRequest) -> HttpResponse:
    """Show every lever with its evidence and how far it may go."""
    who = actor(request)
    if not scope_of(who, operations.KIND, "see"):
        raise PermissionDenied
    lowered = {(row.lever, row.team_id): row.authority for row in TeamAuthority.objects.all()}
    teams = [(team, operations.may_lower(who, team.pk)) for team in Team.objects.order_by("pk")]
    stopped = operations.stopped_teams()
    context = {
        "levers": [_card(setting, teams, lowered) for setting in settings_now().values()],
        "authorities": [(each.value, each.label) for each in Authority],
        "changes": bool(scope_of(who, operations.KIND, "change")),
        "switches": [(team, team.pk in stopped) for team, may in teams if may],
    }
    return answer(request, "web/levers/page.html", context)


@require_POST
def lever(request: StaffRequest, key: str) -> HttpResponse:
    """Change how far a lever may go: in a team, in the company, or whether it is on at all."""
    if key not in LEVERS:
        raise Http404
    who, chosen = actor(request), request.POST.get("authority", "")
    try:
        if team := request.POST.get("team", ""):
            row = get_object_or_404(Team, pk=int(team) if team.isdigit() else 0)
            operations.set_team_authority(key, row, Authority(chosen) if chosen else None, by=who)
        elif chosen:
            operations.set_authority(key, Authority(chosen), by=who)
        else:
            operations.switch(key, on=request.POST.get("on") == "1", by=who)
    except ValidationError as refused:
        warn(request, " ".join(refused.messages))
    except ValueError:
        warn(request, _("There is no such choice."))
    else:
        say(request, _("Saved."))
    return back(request, "levers")


@require_POST
def team_switch(request: StaffRequest, team_id: int) -> HttpResponse:
    """The red switch of a team: every lever only advises there, or as far as in the company again."""
    who, team = actor(request), get_object_or_404(Team, pk=team_id)
    if not operations.may_lower(who, team.pk):
        raise PermissionDenied
    if request.POST.get("stop") == "1":
        operations.stop_team(team, by=who)
        say(request, _("Stopped: no lever acts or asks in this team any more."))
    else:
        operations.release_team(team, by=who)
        say(request, _("Released: levers go as far as in the company again."))
    return back(request, "levers")


def _card(setting: LeverSetting, teams: list[tuple[Team, bool]], lowered: dict[tuple[str, int], str]) -> dict[str, Any]:
    known = LEVERS[setting.lever]
    kind: SlotKind = "change" if known.relative else "points"
    low, high = Belief(setting.mean, setting.sd).interval()
    return {
        "setting": setting,
        "name": known.name,
        "what": known.what,
        "belief": [write(Slot(kind, value), "", NOBODY) for value in (setting.mean, low, high)]
        if known.can_randomise
        else [],
        "authority": Authority(setting.authority).label,
        "teams": [
            {"team": team, "may": may, "authority": lowered.get((setting.lever, team.pk), "")} for team, may in teams
        ],
    }
