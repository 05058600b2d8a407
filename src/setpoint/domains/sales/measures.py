"""Measures of deals: what each fact of a deal adds to the days of company, team, owner and product."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from setpoint.journal.models import Fact
from setpoint.loop.record.measures import COMPANY, Entry, Scope, register_measure

REVENUE = "sales.revenue"
WON = "sales.won"
LOST = "sales.lost"
CREATED = "sales.created"
CREATED_UNKNOWN = "sales.created_unknown"
CYCLE = "sales.cycle"
TOUCHES = "sales.touches"

SECONDS = timedelta(days=1).total_seconds()


def scopes(fact: Fact) -> tuple[Scope, ...]:
    """Whose number a fact is: those who had the deal at the time."""
    data = fact.data
    found = [COMPANY, Scope("owner", data["owner"])]
    found += [Scope(kind, data[kind]) for kind in ("team", "product") if data.get(kind) is not None]
    return tuple(found)


def _one(fact: Fact) -> Entry:
    return Entry(scopes(fact), 1)


def _revenue(fact: Fact) -> Entry | None:
    sign = _sign(fact, "won")
    # in the company's currency, at the rate of the day of the win
    amount = fact.data.get("base_amount")
    amount = fact.data["amount"] if amount is None else amount
    return None if amount is None or not sign else Entry(scopes(fact), sign * amount, sign)


def _won(fact: Fact) -> Entry | None:
    sign = _sign(fact, "won")
    return Entry(scopes(fact), sign, sign) if sign else None


def _lost(fact: Fact) -> Entry | None:
    sign = _sign(fact, "lost")
    return Entry(scopes(fact), sign, sign) if sign else None


def _cycle(fact: Fact) -> Entry | None:
    sign = -1 if fact.kind == "sales.deal_reopened" else 1
    days = fact.data["cycle_days"]
    return None if days is None else Entry(scopes(fact), sign * round(days * SECONDS), sign)


def _created(fact: Fact) -> Entry | None:
    return _one(fact) if fact.data["dated"] else None


def _created_unknown(fact: Fact) -> Entry | None:
    return None if fact.data["dated"] else _one(fact)


def _sign(fact: Fact, outcome: str) -> int:
    """1 where the fact brings this outcome, -1 where it takes it away again, else 0."""
    if fact.kind == "sales.deal_reopened":
        return -1 if fact.data["outcome"] == outcome else 0
    return 1 if fact.kind == f"sales.deal_{outcome}" else 0


register_measure(REVENUE, _("Revenue won"), ("sales.deal_won", "sales.deal_reopened"), _revenue)
register_measure(WON, _("Deals won"), ("sales.deal_won", "sales.deal_reopened"), _won)
register_measure(LOST, _("Deals lost"), ("sales.deal_lost", "sales.deal_reopened"), _lost)
register_measure(CREATED, _("Deals created"), ("sales.deal_opened",), _created)
register_measure(CREATED_UNKNOWN, _("Deals created at an unknown time"), ("sales.deal_opened",), _created_unknown)
register_measure(CYCLE, _("Cycle time"), ("sales.deal_won", "sales.deal_lost", "sales.deal_reopened"), _cycle)
register_measure(TOUCHES, _("Touches"), ("sales.deal_touched",), _one)
