"""Keeping exchange rates of central banks, by day."""

from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction

from setpoint.domains.sales.models import ExchangeRate
from setpoint.domains.sales.rate_files import Rate, read_rates
from setpoint.domains.sales.record import RatesKept
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import COMPANY

KIND = "sales.rates"
BATCH = 1000


@transaction.atomic
def keep(rates: Sequence[Rate], *, by: Actor) -> int:
    """Keep rates by day; one that the same bank published again for a day takes its place. Return how many."""
    require(by, KIND, "change")
    rows = {(rate.bank, rate.currency, rate.day): rate for rate in rates}
    ExchangeRate.objects.bulk_create(
        (ExchangeRate(day=r.day, bank=r.bank, base=r.base, currency=r.currency, rate=r.rate) for r in rows.values()),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["bank", "currency", "day"],
        update_fields=["rate", "base"],
    )
    days = defaultdict(list)
    for rate in rows.values():
        days[rate.bank].append(rate.day)
    told = [RatesKept(bank=bank, day=max(each).isoformat(), count=len(each)) for bank, each in days.items()]
    now = company_now()
    facts.emit_many([facts.NewFact(payload, about=COMPANY, by=by, occurred_at=now) for payload in told])
    return len(rows)


def load(content: bytes, *, by: Actor) -> int:
    """Keep the rates of a file of the European Central Bank or the Bank of Russia; return how many."""
    return keep(read_rates(content), by=by)
