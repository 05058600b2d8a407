"""Facts written here."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from setpoint.kernel.facts import fact_type


@fact_type("exchange.endpoint_made", sentence=gettext_noop("{actor} made the webhook “{name}” to {url}"))
@dataclass(frozen=True)
class EndpointMade:
    """Facts of `kinds` (all where empty) are sent to an address."""

    name: str
    url: str
    kinds: list[str]


@fact_type("exchange.endpoint_changed", sentence=gettext_noop("{actor} changed the webhook “{name}”: {fields}"))
@dataclass(frozen=True)
class EndpointChanged:
    """Its name, address or facts are others, or it has a new secret."""

    name: str
    fields: str


@fact_type("exchange.endpoint_removed", sentence=gettext_noop("{actor} removed the webhook “{name}”"))
@dataclass(frozen=True)
class EndpointRemoved:
    """Nothing is sent there any more."""

    name: str


@fact_type("exchange.endpoint_silenced", sentence=gettext_noop("The webhook “{name}” went quiet: {why}"))
@dataclass(frozen=True)
class EndpointSilenced:
    """It failed for too long: deliveries wait until somebody lets it speak again."""

    name: str
    why: str


@fact_type("exchange.endpoint_resumed", sentence=gettext_noop("{actor} let the webhook “{name}” speak again"))
@dataclass(frozen=True)
class EndpointResumed:
    """What has waited leaves."""

    name: str


@fact_type(
    "exchange.agent_called",
    sentence=gettext_noop("An agent of {actor} called “{tool}”: {outcome}"),
    translated=("outcome",),
)
@dataclass(frozen=True)
class AgentCalled:
    """A program that decides by itself used a tool; `outcome` is an English text of the catalogue."""

    tool: str
    outcome: str


@fact_type("exchange.redelivered", sentence=gettext_noop("{actor} sent {identity} to the webhook “{name}” again"))
@dataclass(frozen=True)
class Redelivered:
    """One delivery leaves again under its identity."""

    name: str
    identity: str


@fact_type("exchange.card_left_out", sentence=gettext_noop("{actor} took the customer out of the own address book"))
@dataclass(frozen=True)
class CardLeftOut:
    """A person deleted the card in his address book elsewhere; the card itself stays."""


@fact_type("exchange.card_taken_in", sentence=gettext_noop("{actor} put the customer back into the own address book"))
@dataclass(frozen=True)
class CardTakenIn:
    """A card is in a person's address book again."""


@fact_type("exchange.export_scheduled", sentence=gettext_noop("{actor} scheduled the export of the view “{name}”"))
@dataclass(frozen=True)
class ExportScheduled:
    """A view leaves as a file by itself; `every` is day, week or month."""

    name: str
    kind: str
    format: str
    every: str


@fact_type("exchange.export_unscheduled", sentence=gettext_noop("{actor} ended the scheduled export of “{name}”"))
@dataclass(frozen=True)
class ExportUnscheduled:
    """A view leaves by itself no more."""

    name: str
    kind: str


@fact_type("exchange.calendar_connected", sentence=gettext_noop("{actor} connected a calendar at {host}"))
@dataclass(frozen=True)
class CalendarConnected:
    """A person's activities and his calendar are kept the same."""

    host: str


@fact_type("exchange.calendar_disconnected", sentence=gettext_noop("{actor} disconnected the calendar at {host}"))
@dataclass(frozen=True)
class CalendarDisconnected:
    """They are kept the same no more."""

    host: str
