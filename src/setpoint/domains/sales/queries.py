"""Reads of deals used more than once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from setpoint.domains.sales.models import Deal, Stage
from setpoint.domains.sales.permissions import KIND
from setpoint.domains.sales.rates import convert, factors
from setpoint.journal.models import Fact
from setpoint.journal.models.fact import FactQuerySet
from setpoint.journal.reading import tell


def rebuild(deal_id: int) -> dict[str, Any] | None:
    """Return a deal's state folded from its facts alone, None where no fact tells of it.

    Keys: name, owner, stage, amount, estimated, outcome, reason, opened_at, touched_at, closed_at.
    """
    rows = Fact.objects.filter(about_kind=KIND, about_id=deal_id).standing().order_by("occurred_at", "pk")
    state: dict[str, Any] | None = None
    for told in tell(list(rows)):
        data, at = told.data, told.fact.occurred_at
        if told.fact.kind == "sales.deal_opened":
            state = {
                "name": data["name"],
                "owner": data["owner"],
                "stage": data["stage"],
                "amount": data["amount"],
                "estimated": data["estimated"],
                "opened_at": at if data["dated"] else None,
                "touched_at": None,
                "closed_at": None,
                "outcome": None,
                "reason": "",
            }
        elif state is not None:
            _apply(state, told.fact, data)
    return state


def _apply(state: dict[str, Any], fact: Fact, data: dict[str, Any]) -> None:
    state |= {"owner": data.get("owner", state["owner"]), "stage": data.get("stage", state["stage"])}
    match fact.kind:
        case "sales.deal_touched":
            state["touched_at"] = max(filter(None, (state["touched_at"], fact.occurred_at)))
        case "sales.deal_won" | "sales.deal_lost":
            known = state["estimated"] and data["amount"] == state["amount"]
            state |= {
                "outcome": fact.kind.removeprefix("sales.deal_"),
                "closed_at": fact.occurred_at,
                "amount": data["amount"],
                "estimated": known,
                "reason": data.get("reason", ""),
            }
        case "sales.deal_reopened":
            state |= {"outcome": None, "closed_at": None, "reason": ""}
        case "sales.deal_changed":
            state |= {name: pair[1] for name, pair in fact.changes.items() if name in {"name", "amount", "estimated"}}


def owners_of_open(ids: Iterable[int]) -> dict[int, int]:
    """Return the owner of each of these deals that is open."""
    return dict(Deal.objects.open().filter(pk__in=list(ids)).values_list("pk", "owner_id"))


def advanced_between(ids: Sequence[int], after: datetime, until: datetime) -> set[int]:
    """Return which of these deals moved to a later stage or were won in (after, until]."""
    facts = _advances(after, until).filter(about_kind=KIND, about_id__in=ids)
    position = dict(Stage.every.values_list("pk", "position"))
    return {row["about_id"] for row in facts.values("kind", "about_id", "data") if _ahead(row, position)}


def work_between(owners: Sequence[int], after: datetime, until: datetime) -> dict[int, tuple[int, int]]:
    """Return (advances, touches) of each owner in (after, until], by the owner of that moment."""
    wanted = set(owners)
    done = {owner: [0, 0] for owner in owners}
    position = dict(Stage.every.values_list("pk", "position"))
    facts = _advances(after, until, "sales.deal_touched").filter(about_kind=KIND)
    for row in facts.values("kind", "data").iterator():
        owner = row["data"]["owner"]
        if owner in wanted:
            if row["kind"] == "sales.deal_touched":
                done[owner][1] += 1
            elif _ahead(row, position):
                done[owner][0] += 1
    return {owner: (advances, touches) for owner, (advances, touches) in done.items()}


def _advances(after: datetime, until: datetime, *more: str) -> FactQuerySet:
    kinds = ["sales.deal_moved", "sales.deal_won", *more]
    return Fact.objects.filter(kind__in=kinds, occurred_at__gt=after, occurred_at__lte=until).standing()


def _ahead(row: Mapping[str, Any], position: Mapping[int, int]) -> bool:
    if row["kind"] == "sales.deal_won":
        return True
    data = row["data"]
    return position.get(data["stage"], 0) > position.get(data["from_stage"], 0)


def worth_on(amount: int, currency: str, into: str, day: date) -> int | None:
    """Return minor units of `into` for minor units of `currency` by the rate of a day; None where no bank says."""
    return convert(amount, currency, into, day)


def worth_of_currencies(into: str, day: date) -> dict[str, float]:
    """Return what a minor unit of every currency of deals is worth in minor units of `into` on a day."""
    return factors(Deal.objects.order_by().values_list("currency", flat=True).distinct(), into, day)


def called_between(ids: Sequence[int], after: datetime, until: datetime) -> set[int]:
    """Return with which of these deals somebody was spoken by telephone in (after, until]."""
    facts = Fact.objects.filter(kind="sales.deal_touched", occurred_at__gt=after, occurred_at__lte=until).standing()
    rows = facts.filter(about_kind=KIND, about_id__in=ids).values_list("about_id", "data")
    return {pk for pk, data in rows if data["touch"] == "call" and data["connected"]}
