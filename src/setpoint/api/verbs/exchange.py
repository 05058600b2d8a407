"""Webhooks and exports that leave by themselves."""

from typing import Annotated, Any, Literal

from pydantic import Field

from setpoint.api.signing_in import person
from setpoint.api.verbs.base import verb
from setpoint.domains.exchange.models import Endpoint, ScheduledExport
from setpoint.domains.exchange.operations import endpoints, scheduled_exports
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import User
from setpoint.platform.lists.models import SavedView

Name = Annotated[str, Field(min_length=1, max_length=80)]
Address = Annotated[str, Field(max_length=500)]
Kinds = Annotated[list[Annotated[str, Field(max_length=80)]], Field(max_length=200)]


def make_webhook(*, name: Name, url: Address, kinds: Kinds = (), by: Actor) -> Endpoint:  # type: ignore[assignment] # none are named
    """Send facts to an address: of these kinds, of all where none is named."""
    return endpoints.make(name=name, url=url, kinds=list(kinds), owner=User.objects.get(pk=person(by)), by=by)


def change_webhook(
    endpoint: Endpoint,
    *,
    name: Name | None = None,
    url: Address | None = None,
    kinds: Kinds | None = None,
    secret: bool = False,
    by: Actor,
) -> Endpoint:
    """Change a webhook; what is left out stays. `secret`: give it a new one."""
    said: dict[str, Any] = {"name": name, "url": url, "kinds": kinds, "secret": secret or None}
    return endpoints.change(endpoint, {key: value for key, value in said.items() if value is not None}, by=by)


def schedule_export(
    *,
    view: SavedView,
    format: Literal["csv", "xlsx"] = "xlsx",  # noqa: A002 - as the column
    whole: bool = False,
    every: Literal["day", "week", "month"] = "week",
    weekday: Annotated[int, Field(ge=0, le=6)] = 0,
    day: Annotated[int, Field(ge=1, le=28)] = 1,
    hour: Annotated[int, Field(ge=0, le=23)] = 6,
    by_email: bool = True,
    by: Actor,
) -> ScheduledExport:
    """Let a view be written every day, week or month."""
    row = ScheduledExport(
        owner_id=person(by),
        view=view,
        format=format,
        whole=whole,
        every=every,
        weekday=weekday,
        day=day,
        hour=hour,
        by_email=by_email,
    )
    return scheduled_exports.schedule(row, by=by)


verb("make_webhook", "POST", "webhooks", make_webhook)
verb("change_webhook", "PATCH", "webhooks/{endpoint}", change_webhook)
verb("remove_webhook", "DELETE", "webhooks/{endpoint}", endpoints.remove)
verb("resume_webhook", "POST", "webhooks/{endpoint}/resumption", endpoints.resume)
verb("deliver_again", "POST", "deliveries/{delivery}/again", endpoints.redeliver)
verb("schedule_export", "POST", "scheduled-exports", schedule_export)
verb("end_scheduled_export", "DELETE", "scheduled-exports/{row}", scheduled_exports.unschedule)
