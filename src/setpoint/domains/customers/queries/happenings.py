"""What can have happened with a customer, as segments ask for it. Domains above register theirs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Event:
    """Facts of `kind` for which `counts` holds of their payload; `many` and `since` name the two columns."""

    key: str
    kind: str
    many: str | Promise
    since: str | Promise
    recent: str | Promise
    counts: Callable[[Data], bool] = lambda _data: True


EVENTS: dict[str, Event] = {}
# who wants to know of events that domains above register
ON_REGISTER: list[Callable[[Event], None]] = []


def register_event(event: Event) -> Event:
    """Let segments ask for it. ValueError where the key is taken."""
    if EVENTS.setdefault(event.key, event) is not event:
        raise ValueError(f"event {event.key} is declared twice")
    for heard in ON_REGISTER:
        heard(event)
    return event


register_event(
    Event(
        "came",
        "customers.contacted",
        _("Contacts from the customer"),
        _("Days since the customer got in touch"),
        _("Contacts from the customer in 90 days"),
        lambda data: data.get("direction") == "in",
    )
)
register_event(
    Event(
        "went",
        "customers.contacted",
        _("Contacts with the customer from us"),
        _("Days since we got in touch"),
        _("Contacts with the customer from us in 90 days"),
        lambda data: data.get("direction") == "out",
    )
)
