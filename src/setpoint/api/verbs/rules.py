"""Working time, rules of channels and territories, costs of roles, answers of guests, what was removed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pydantic import Field

from setpoint.api.resources.base import named
from setpoint.api.verbs.base import verb
from setpoint.api.verbs.finding import finds
from setpoint.domains.activities.operations import invitations
from setpoint.domains.analytics.models import RoleCost
from setpoint.domains.analytics.operations import costs
from setpoint.domains.channels.models import ChannelRule
from setpoint.domains.channels.operations import rules as channel_rules
from setpoint.domains.sales.models import TerritoryRule
from setpoint.domains.sales.operations import rates, recuts
from setpoint.kernel import calendar_orders
from setpoint.kernel.actors import Actor
from setpoint.kernel.hours import Hours, parse_hours
from setpoint.kernel.models import Team
from setpoint.platform.removing.models import Removal
from setpoint.platform.removing.operations import undo

Number = Annotated[int, Field(ge=1, le=2**63 - 1)]
Minutes = Annotated[int, Field(ge=0, le=480)]
Written = Annotated[str, Field(max_length=80, description="As 9:00-13:00, 14:00-18:00; empty for a day off")]
Week = Annotated[list[Written], Field(min_length=7, max_length=7, description="Monday first")]
Document = Annotated[str, Field(max_length=2_000_000)]


@dataclass
class Cost:
    """What an hour of a role costs, in minor units, and how long its touches take."""

    role: Number
    hour: Annotated[int, Field(ge=0, le=2**62)]
    call: Minutes = 10
    email: Minutes = 10
    meeting: Minutes = 60
    note: Minutes = 3


@dataclass
class OfChannel:
    """When a channel may be used, and for what; `forbids`: never."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    channel: Annotated[str, Field(max_length=10)] = ""
    information: Annotated[str, Field(max_length=12)] = ""
    hours: Annotated[str, Field(max_length=80)] = ""
    forbids: bool = False
    team: Number | None = None


@dataclass
class OfTerritory:
    """Customers who fulfil the conditions (field, word, value) lie in a territory."""

    territory: Number
    conditions: list[tuple[str, str, str]] = field(default_factory=list)


def set_week(
    *,
    week: Week,
    team: Team | None = None,
    country: Annotated[str, Field(max_length=2)] = "",
    region: Annotated[str, Field(max_length=10)] = "",
    keeps_holidays: bool = True,
    by: Actor,
) -> None:
    """State when a team, or without one the company, works, and whose holidays are kept."""
    hours = [_hours(day, "week") for day in week]
    calendar_orders.set_week(team, hours, country=country, region=region, keeps_holidays=keeps_holidays, by=by)


def set_day(
    *,
    day: date,
    hours: Written | None = None,
    team: Team | None = None,
    name: Annotated[str, Field(max_length=120)] = "",
    by: Actor,
) -> None:
    """Say how one day is worked; null: as its weekday and the holidays say."""
    calendar_orders.set_day(team, day, None if hours is None else _hours(hours, "hours"), name=name, by=by)


def set_costs(*, costs_of_roles: Sequence[Cost], by: Actor) -> None:
    """Say what an hour of roles costs."""
    named("kernel.role", [one.role for one in costs_of_roles], by, "costs_of_roles")
    rows = [
        RoleCost(role_id=one.role, hour=one.hour, call=one.call, email=one.email, meeting=one.meeting, note=one.note)
        for one in costs_of_roles
    ]
    costs.set_costs(rows, by=by)


def set_channel_rules(*, rules: Sequence[OfChannel], by: Actor) -> int:
    """Let exactly these rules of channels hold, in this order; return how many."""
    named("kernel.team", [one.team for one in rules], by, "rules")
    rows = [
        ChannelRule(
            name=one.name,
            channel=one.channel,
            information=one.information,
            hours=one.hours,
            forbids=one.forbids,
            team_id=one.team,
        )
        for one in rules
    ]
    return len(channel_rules.set_all(rows, by=by))


def set_territory_rules(*, rules: Sequence[OfTerritory], by: Actor) -> int:
    """Let these be the rules of territories in this order; return how many."""
    named("kernel.territory", [one.territory for one in rules], by, "rules")
    rows = [
        TerritoryRule(territory_id=one.territory, conditions=[list(each) for each in one.conditions]) for one in rules
    ]
    return len(recuts.set_rules(rows, by=by))


def take_replies(*, text: Document, by: Actor) -> int:
    """Take answers of guests in, as iCalendar; return how many were new."""
    return invitations.take_replies(text, by=by)


def load_rates(*, text: Document, by: Actor) -> int:
    """Keep the rates of a file of the European Central Bank or the Bank of Russia; return how many."""
    return rates.load(text.encode(), by=by)


def _hours(text: str, key: str) -> Hours:
    try:
        return parse_hours(text)
    except ValidationError as refusal:
        raise ValidationError({key: refusal.messages}) from None
    except ValueError:
        raise ValidationError({key: _("Write hours as 9:00-18:00.")}) from None


finds(Removal, lambda _by: Removal.objects.all())
verb("set_working_week", "PUT", "working-time/week", set_week)
verb("set_working_day", "PUT", "working-time/days", set_day)
verb("drop_calendar_of_team", "DELETE", "teams/{team}/working-time", calendar_orders.drop)
verb("set_costs", "PUT", "role-costs", set_costs)
verb("set_channel_rules", "PUT", "channel-rules", set_channel_rules)
verb("set_territory_rules", "PUT", "territory-rules", set_territory_rules)
verb("take_replies", "POST", "invitation-replies", take_replies)
verb("load_rates", "POST", "exchange-rates", load_rates)
verb("undo_removal", "DELETE", "removals/{removal}", undo)
