"""What happened to a record or with a customer, a page at a time, in the reader's words."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setpoint.domains.customers.models import Paper
from setpoint.domains.customers.queries.card import papers_of
from setpoint.domains.customers.queries.ways import WAYS
from setpoint.journal.models import Fact
from setpoint.journal.models.fact import FactQuerySet
from setpoint.journal.reading import Told, tell, veiled
from setpoint.kernel.actors import Actor
from setpoint.kernel.money import Money
from setpoint.ui.templatetags.figures import money
from setpoint.web.timeline.field_lines import field_changes

PAGE = 15
NOTE = "note"
# beside channels: which sorts of things happened
SORTS: dict[str, tuple[Promise, Q]] = {
    "decisions": (gettext_lazy("Decisions"), Q(kind__in=("customers.decided", "customers.step_done"))),
    "deals": (gettext_lazy("Deals"), Q(about_kind="sales.deal")),
    "card": (
        gettext_lazy("Changes of the card"),
        Q(kind__startswith="customers.detail_")
        | Q(kind__in=("customers.created", "customers.changed", "customers.stage_entered", "customers.valued")),
    ),
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
    "customers.decided": "target-arrow",
    "customers.step_done": "check",
    "customers.noted": "notes",
    "sales.deal_noted": "notes",
    "customers.stage_entered": "flask",
    "customers.occasion_near": "calendar",
    "customers.detail_added": "plus",
    "customers.detail_changed": "pencil",
    "customers.detail_removed": "trash",
}


@dataclass(frozen=True)
class Line:
    """One thing that happened, with the files (name, address) that belong to it.

    `undo` is the address where its author takes it back.
    """

    at: datetime
    sentence: str
    detail: str
    icon: str
    files: tuple[tuple[str, str], ...] = ()
    undo: str = ""


@dataclass(frozen=True)
class Lines:
    """A page of the timeline; `before` asks for the next one, empty at the end."""

    lines: list[Line]
    before: str
    channel: str
    channels: list[tuple[str, str | Promise]]
    sort: str = ""
    sorts: list[tuple[str, str | Promise]] = field(default_factory=list)


def channels() -> dict[str, tuple[str | Promise, str]]:
    """Return the channels by which a timeline is filtered, with their icons."""
    return {way.key: (way.label, way.icon) for way in WAYS.values()} | {NOTE: (gettext_lazy("Notes"), "notes")}


def page_of(
    facts: FactQuerySet, *, by: Actor, currency: str, channel: str = "", before: str = "", sort: str | None = None
) -> Lines:
    """Return a page of `facts`, which come newest first, in three queries; `currency` is that of changed amounts.

    What stood in fields that are hidden from the reader is not told. `sort` None: there is one sort only.
    """
    known = channels()
    if channel in known:
        facts = facts.filter(channel=channel)
    if sort in SORTS:
        facts = facts.filter(SORTS[sort][1])
    moment, _sign, number = before.partition("_")
    at = parse_datetime(moment)
    if at and number.isdigit():
        facts = facts.filter(Q(occurred_at__lt=at) | Q(occurred_at=at, pk__lt=int(number)))
    rows = list(facts[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    # asked only where something has files
    papers = papers_of([row.pk for row in rows if row.data.get("papers")])
    lines = [line_of(veiled(told, by), currency) for told in tell(rows[:PAGE])]
    return Lines(
        [_with_files(line, row, papers, by) for line, row in zip(lines, rows, strict=False)],
        f"{last.occurred_at.isoformat()}_{last.pk}" if last else "",
        channel if channel in known else "",
        [(key, label) for key, (label, _icon) in known.items()],
        sort if sort in SORTS else "",
        [] if sort is None else [(key, label) for key, (label, _wanted) in SORTS.items()],
    )


def line_of(told: Told, currency: str) -> Line:
    """Return a fact as a line."""
    fact = told.fact
    icon = channels().get(fact.channel, ("", ICONS.get(fact.kind, "activity")))[1]
    if fact.kind in {"sales.deal_touched", "sales.lead_touched"}:
        return Line(fact.occurred_at, _touched(told), told.data.get("text", ""), icon)
    if fact.kind in {"customers.contacted", "customers.noted", "sales.deal_noted"}:
        return Line(fact.occurred_at, told.sentence, told.data.get("text", ""), icon)
    return Line(fact.occurred_at, told.sentence, _details(told, currency), icon)


def _with_files(line: Line, fact: Fact, papers: dict[int, list[Paper]], by: Actor) -> Line:
    undo = ""
    if fact.kind == "customers.noted" and fact.actor_id == by.user_id:
        undo = reverse("customer_note", args=[fact.about_id, fact.pk])
    files = tuple(
        (paper.name, reverse("customer_paper", args=[paper.party_id, paper.pk])) for paper in papers.get(fact.pk, ())
    )
    return replace(line, files=files, undo=undo) if files or undo else line


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
    if fact.kind.startswith("customers.detail_"):
        return str(told.data.get("said", ""))
    if fact.kind == "customers.decided":
        return str(told.data.get("next_step", ""))
    if pair:
        return " → ".join(_("unknown") if minor is None else money(Money(minor, currency)) for minor in pair)
    return ""
