"""What stands on the board: per stage the sums of all deals, and of the cards a page at a time, largest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Case, Count, DateTimeField, Q, QuerySet, Sum, Value, When

from setpoint.domains.sales.models import Deal, Stage
from setpoint.kernel.money import Money

PAGE = 12
# what a card shows and what orders it
DRAWN = (
    "name",
    "amount",
    "currency",
    "estimated",
    "stage_since",
    "owner__name",
    "customer__name",
    "stage__norm_days",
)


@dataclass
class Head:
    """A column's figures over all its deals; `unknown` have no amount, `stale` are past the norm of the stage."""

    stage: Stage
    count: int = 0
    sums: list[Money] = field(default_factory=list)
    unknown: int = 0
    stale: int = 0


@dataclass(frozen=True)
class Cards:
    """A page of a column; `after` asks for the next one, empty at the end."""

    deals: list[Deal]
    after: str


def heads(deals: "QuerySet[Deal]", stages: Sequence[Stage], now: datetime, *, blind: bool = False) -> list[Head]:
    """Return the figures of every column, in one query; `blind` to amounts there are no sums."""
    # one comparison for a row: with a hundred thousand of them that is what takes the time
    norms = (When(stage=stage.pk, then=Value(now - timedelta(days=stage.norm_days))) for stage in stages)
    stale = Q(stage_since__lt=Case(*norms, output_field=DateTimeField()))
    by_stage = {stage.pk: Head(stage) for stage in stages}
    # deals of two currencies make two sums, never one
    rows = (
        deals.order_by("currency")
        .values("stage_id", "currency")
        .annotate(count=Count("pk"), known=Count("amount"), total=Sum("amount"), stale=Count("pk", filter=stale))
    )
    for row in rows:
        head = by_stage[row["stage_id"]]
        head.count += row["count"]
        head.stale += row["stale"]
        if blind:
            continue
        head.unknown += row["count"] - row["known"]
        if row["known"]:
            head.sums.append(Money(row["total"], row["currency"]))
    return list(by_stage.values())


def first_cards(deals: "QuerySet[Deal]", columns: Iterable[Head], *, blind: bool = False) -> dict[int, Cards]:
    """Return the first page of every column by stage, in two queries."""
    wanted = [part for head in columns for part in _slices(deals.filter(stage=head.stage.pk), head, blind=blind)]
    # Django lets no part of a union be sliced itself, so each stands in a query of its own
    slices = [Deal.objects.filter(pk__in=part.values("pk")).values_list("pk") for part in wanted]
    if not slices:
        return {}
    numbers = [pk for (pk,) in slices[0].union(*slices[1:], all=True)]
    found: dict[int, list[Deal]] = {}
    for deal in sorted(_read(Deal.objects.filter(pk__in=numbers), blind=blind), key=_order):
        found.setdefault(deal.stage_id, []).append(deal)
    return {stage: _cut(rows) for stage, rows in found.items()}


def next_cards(deals: "QuerySet[Deal]", after: str, *, blind: bool = False) -> Cards:
    """Return the page after the card that `after` names, largest amount first, unknown amounts last.

    Who is `blind` to amounts could tell them from their order: the newest come first there.
    """
    amount, _sign, number = after.partition("_")
    if not number.isdigit():
        return Cards([], "")
    if blind:
        return _cut(_read(deals.filter(pk__lt=int(number)).order_by("-pk")[: PAGE + 1], blind=True))
    rows: list[Deal] = []
    unknown = deals.filter(amount__isnull=True).order_by("-pk")
    if amount.isdigit():
        below = Q(amount__lt=int(amount)) | Q(amount=int(amount), pk__lt=int(number))
        rows = list(_with_names(deals.filter(below).order_by("-amount", "-pk"))[: PAGE + 1])
    else:
        unknown = unknown.filter(pk__lt=int(number))
    if len(rows) <= PAGE:
        rows += _with_names(unknown)[: PAGE + 1 - len(rows)]
    return _cut(rows)


def _slices(deals: "QuerySet[Deal]", head: Head, *, blind: bool) -> list["QuerySet[Deal]"]:
    """Known and unknown amounts apart: databases disagree where the unknown stand in an index."""
    if blind:
        return [deals.order_by("-pk")[: PAGE + 1]] if head.count else []
    known = head.count - head.unknown
    parts = []
    if known:
        parts.append(deals.filter(amount__isnull=False).order_by("-amount", "-pk")[: PAGE + 1])
    if known <= PAGE and head.unknown:
        parts.append(deals.filter(amount__isnull=True).order_by("-pk")[: PAGE + 1 - known])
    return parts


def _read(deals: "QuerySet[Deal]", *, blind: bool) -> list[Deal]:
    rows = list(_with_names(deals))
    for deal in rows if blind else ():
        deal.amount, deal.estimated = None, False
    return rows


def _with_names(deals: "QuerySet[Deal]") -> "QuerySet[Deal]":
    return deals.select_related("owner", "customer", "stage").only(*DRAWN)


def _order(deal: Deal) -> tuple[bool, int, int]:
    return (deal.amount is None, -(deal.amount or 0), -deal.pk)


def _cut(rows: list[Deal]) -> Cards:
    if len(rows) <= PAGE:
        return Cards(rows, "")
    last = rows[PAGE - 1]
    return Cards(rows[:PAGE], f"{'' if last.amount is None else last.amount}_{last.pk}")
