"""What happened to a record or with a customer, a page at a time, in the reader's words."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setpoint.journal.models.fact import FactQuerySet
from setpoint.journal.reading import Told, tell, veiled
from setpoint.kernel.actors import Actor
from setpoint.kernel.money import Money
from setpoint.ui.templatetags.figures import money
from setpoint.web.timeline.field_lines import field_changes

PAGE = 15
CHANNELS: dict[str, tuple[Promise, str]] = {
    "call": (gettext_lazy("Calls"), "phone"),
    "email": (gettext_lazy("E-mails"), "mail"),
    "meeting": (gettext_lazy("Meetings"), "users"),
    "note": (gettext_lazy("Notes"), "notes"),
}
ICONS = {
    "sales.deal_opened": "plus",
    "sales.deal_moved": "layout-kanban",
    "sales.deal_transferred": "layout-kanban",
    "sales.deal_held": "player-pause",
    "sales.deal_resumed": "player-play",
    "sales.deal_part_changed": "pencil",
    "sales.deal_won": "check",
    "sales.deal_lost": "x",
    "sales.deal_reopened": "arrow-back-up",
    "sales.deal_reassigned": "user",
    "sales.deal_changed": "pencil",
    "sales.lead_received": "inbox",
    "sales.lead_assigned": "user",
    "sales.lead_pooled": "users-group",
    "sales.lead_moved": "layout-kanban",
    "sales.lead_offered": "arrow-forward-up",
    "sales.lead_accepted": "check",
    "sales.lead_sent_back": "arrow-back-up",
    "sales.lead_converted": "check",
    "sales.lead_rejected": "x",
    "sales.lead_overdue": "clock",
    "sales.lead_nurtured": "player-pause",
    "customers.changed": "pencil",
    "fields.filled": "pencil",
    "customers.created": "plus",
}


@dataclass(frozen=True)
class Line:
    """One thing that happened."""

    at: datetime
    sentence: str
    detail: str
    icon: str


@dataclass(frozen=True)
class Lines:
    """A page of the timeline; `before` asks for the next one, empty at the end."""

    lines: list[Line]
    before: str
    channel: str
    channels: list[tuple[str, Promise]]


def page_of(facts: FactQuerySet, *, by: Actor, currency: str, channel: str = "", before: str = "") -> Lines:
    """Return a page of `facts`, which come newest first, in two queries; `currency` is that of changed amounts.

    What stood in fields that are hidden from the reader is not told.
    """
    if channel in CHANNELS:
        facts = facts.filter(channel=channel)
    moment, _sign, number = before.partition("_")
    at = parse_datetime(moment)
    if at and number.isdigit():
        facts = facts.filter(Q(occurred_at__lt=at) | Q(occurred_at=at, pk__lt=int(number)))
    rows = list(facts[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return Lines(
        [_line(veiled(told, by), currency) for told in tell(rows[:PAGE])],
        f"{last.occurred_at.isoformat()}_{last.pk}" if last else "",
        channel if channel in CHANNELS else "",
        [(key, label) for key, (label, _icon) in CHANNELS.items()],
    )


def _line(told: Told, currency: str) -> Line:
    fact, touch = told.fact, told.fact.channel
    if fact.kind in {"sales.deal_touched", "sales.lead_touched"}:
        text = told.data.get("text", "")
        return Line(fact.occurred_at, _touched(told), text, CHANNELS.get(touch, CHANNELS["note"])[1])
    return Line(fact.occurred_at, told.sentence, _details(told, currency), ICONS.get(fact.kind, "activity"))


def _touched(told: Told) -> str:
    sentences = {
        "call": _("{actor} called the customer") if told.data.get("connected") else _("{actor} called, no answer"),
        "email": _("{actor} wrote an e-mail"),
        "meeting": _("{actor} met the customer"),
    }
    sentence = sentences.get(told.data.get("touch", ""), _("{actor} made a note"))
    return sentence.format(actor=told.fact.actor_label)


def _details(told: Told, currency: str) -> str:
    fact, amount = told.fact, told.data.get("amount")
    if fact.kind in {"sales.deal_opened", "sales.deal_won", "sales.deal_lost"} and amount is not None:
        return money(Money(amount, told.data["currency"]))
    pair = told.changes.get("amount")
    if fact.kind == "fields.filled":
        return field_changes(told)
    if pair:
        return " → ".join(_("unknown") if minor is None else money(Money(minor, currency)) for minor in pair)
    return ""
