"""The table of channels: a line a rule, saved as a whole."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from setpoint.domains.channels.models import ChannelRule
from setpoint.domains.channels.models.rule import Channel, Information
from setpoint.domains.channels.operations import rules
from setpoint.domains.channels.permissions import RULE
from setpoint.kernel.models import Team
from setpoint.kernel.permissions import scope_of
from setpoint.ui.toasting import say
from setpoint.web.http import StaffRequest, actor, answer

MORE = 2


def channel_rules(request: StaffRequest) -> HttpResponse:
    """Show the rules in their order; POST lets others hold."""
    by = actor(request)
    if scope_of(by, RULE, "change") is None:
        raise PermissionDenied
    lines, refused = list(ChannelRule.objects.all()), ""
    if request.method == "POST":
        lines = _sent(request.POST)
        try:
            rules.set_all(lines, by=by)
        except ValidationError as refusal:
            refused = " ".join(refusal.messages)
        else:
            say(request, _("Saved."))
            return HttpResponseRedirect(reverse("channel_rules"))
    context = {
        "lines": [*lines, *(ChannelRule() for _more in range(MORE))],
        "teams": list(Team.objects.order_by("name")),
        "channels": Channel.choices,
        "informations": Information.choices,
        "refused": refused,
    }
    return answer(request, "web/channel_settings/page.html", context, status=422 if refused else 200)


def _sent(sent: QueryDict) -> list[ChannelRule]:
    """Return the lines of the form; one without a name is none."""
    teams = set(Team.objects.values_list("pk", flat=True))
    found = []
    for number in range(rules.MOST + MORE):
        name, team = sent.get(f"name.{number}", "").strip(), sent.get(f"team.{number}", "")
        if name:
            found.append(
                ChannelRule(
                    name=name[:120],
                    team_id=int(team) if team.isdigit() and int(team) in teams else None,
                    channel=sent.get(f"channel.{number}", ""),
                    information=sent.get(f"information.{number}", ""),
                    hours=sent.get(f"hours.{number}", "")[:80],
                    forbids=bool(sent.get(f"forbids.{number}")),
                )
            )
    return found
