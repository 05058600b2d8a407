"""Whoever sends something to somebody outside is asked for the company's rules; a refusal names the rule."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from setpoint.domains.channels.models import ChannelRule
from setpoint.kernel.clock import company_zone
from setpoint.kernel.hours import parse_hours
from setpoint.kernel.models import Team
from setpoint.platform.channel_rules import Sending, guard


@guard
def refused(sendings: Sequence[Sending]) -> list[str]:
    """Return the words of the rule that refuses each, "" where none does. One query, two where rules name teams."""
    rules = list(ChannelRule.objects.all())
    named = any(rule.team_id is not None for rule in rules)
    parents = dict(Team.objects.values_list("pk", "parent_id")) if named else {}
    return [_refusal(sending, rules, parents) for sending in sendings]


def _refusal(sending: Sending, rules: Sequence[ChannelRule], parents: Mapping[int, int | None]) -> str:
    line = _line(sending.team, parents)
    for rule in rules:
        if rule.channel not in ("", sending.channel) or rule.information not in ("", sending.information):
            continue
        if rule.team_id is not None and rule.team_id not in line:
            continue
        return _verdict(rule, sending)
    return ""


def _verdict(rule: ChannelRule, sending: Sending) -> str:
    if rule.forbids:
        return _("The rule “%(rule)s” does not allow it.") % {"rule": rule.name}
    local = sending.at.astimezone(company_zone())
    minutes = local.hour * 60 + local.minute
    shifts = parse_hours(rule.hours)
    if not shifts or any(begins <= each < ends for begins, ends in shifts for each in (minutes, minutes + 1440)):
        return ""
    return _("The rule “%(rule)s” allows it at %(hours)s only.") % {"rule": rule.name, "hours": rule.hours}


def _line(team: int | None, parents: Mapping[int, int | None]) -> set[int]:
    """Return a team with those above it."""
    found = set[int]()
    while team is not None and team not in found:
        found.add(team)
        team = parents.get(team)
    return found
