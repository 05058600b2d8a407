"""How important customers are: measured from what they bought, overruled by the administrator's rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
from django.db import transaction

from setpoint.analysis.rfm import classes, scores
from setpoint.domains.customers.models import ImportanceRule, Party, Valuation
from setpoint.domains.customers.permissions import KIND
from setpoint.domains.customers.queries.purchases import PURCHASES
from setpoint.domains.customers.record import Valued
from setpoint.journal.models import Alias, Fact
from setpoint.kernel import facts
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.bulk import update_each
from setpoint.kernel.clock import company_now
from setpoint.kernel.governed import Condition, compiled
from setpoint.kernel.refs import Ref

BATCH = 1000
SCORED = ("recency", "frequency", "monetary", "last_at", "purchases", "value", "measured_at")


@dataclass
class Bought:
    """What customers bought, column by column; `last` in seconds since 1970."""

    parties: list[int] = field(default_factory=list)
    last: list[float] = field(default_factory=list)
    purchases: list[int] = field(default_factory=list)
    value: list[int] = field(default_factory=list)


def value_all() -> int:
    """Measure every customer anew and keep who is A, B or C; return how many classes changed.

    Batches are transactions: after a crash the next run goes on with what is left.
    """
    bought = _bought()
    now = company_now()
    last, counts, value = (
        np.array(column, dtype=np.float64) for column in (bought.last, bought.purchases, bought.value)
    )
    scored = scores(last, counts, value)
    rows = [
        Valuation(
            party_id=party,
            recency=recency,
            frequency=frequency,
            monetary=monetary,
            last_at=datetime.fromtimestamp(moment, UTC),
            purchases=purchases,
            value=amount,
            measured_at=now,
        )
        for party, recency, frequency, monetary, moment, purchases, amount in zip(
            bought.parties,
            scored.recency.tolist(),
            scored.frequency.tolist(),
            scored.monetary.tolist(),
            bought.last,
            bought.purchases,
            bought.value,
            strict=True,
        )
    ]
    _keep(rows)
    measured = dict(zip(bought.parties, classes(np.maximum(value, 0)).tolist(), strict=True))
    ruled = _ruled()
    return _give(measured | ruled, ruled, SYSTEM, now)


def _bought() -> Bought:
    """Add up the standing purchases of every customer that is there, under the number he has now."""
    now = dict(Alias.objects.filter(kind=KIND).values_list("alias_id", "canonical_id"))
    found: dict[int, list[float]] = {}
    told = Fact.objects.filter(kind__in=PURCHASES, customer_id__isnull=False).standing()
    for kind, number, at, data in told.values_list("kind", "customer_id", "occurred_at", "data").iterator(BATCH):
        purchase, customer = PURCHASES[kind], number or 0
        count = purchase.count(data)
        one = found.setdefault(now.get(customer, customer), [0.0, 0, 0])
        one[0] = max(one[0], at.timestamp()) if count > 0 else one[0]
        one[1] += count
        one[2] += purchase.amount(data)
    there = _there(found)
    bought = Bought()
    for party, (last, purchases, value) in found.items():
        if purchases > 0 and party in there:
            bought.parties.append(party)
            bought.last.append(last)
            bought.purchases.append(int(purchases))
            bought.value.append(int(value))
    return bought


def _there(parties: Iterable[int]) -> set[int]:
    return {pk for some in _chunks(parties) for pk in Party.objects.filter(pk__in=some).values_list("pk", flat=True)}


def _keep(rows: list[Valuation]) -> None:
    for start in range(0, len(rows), BATCH):
        Valuation.objects.bulk_create(
            rows[start : start + BATCH], update_conflicts=True, unique_fields=["party"], update_fields=SCORED
        )
    # who bought nothing after all
    kept = {row.party_id for row in rows}
    gone = [pk for pk in Valuation.objects.values_list("pk", flat=True) if pk not in kept]
    for some in _chunks(gone):
        Valuation.objects.filter(pk__in=some).delete()


def _ruled() -> dict[int, str]:
    """Return the classes that rules give; the first rule that holds decides, a broken one gives none."""
    found: dict[int, str] = {}
    for rule in ImportanceRule.objects.order_by("-position", "-pk"):
        condition = compiled(KIND, Condition(rule.field, rule.operator, rule.value))
        if condition is not None:
            ids = Party.objects.filter(condition).values_list("pk", flat=True)
            found |= dict.fromkeys(ids.iterator(BATCH), rule.importance)
    return found


def _give(wanted: Mapping[int, str], ruled: Mapping[int, str], by: Actor, now: datetime) -> int:
    before = dict(Party.objects.exclude(importance="").values_list("pk", "importance"))
    changed = [pk for pk in {*wanted, *before} if wanted.get(pk, "") != before.get(pk, "")]
    for some in _chunks(changed):
        with transaction.atomic():
            parties = list(
                Party.objects.select_for_update().filter(pk__in=some).order_by("pk").only("pk", "importance")
            )
            told = []
            for party in parties:
                old, party.importance = party.importance, wanted.get(party.pk, "")
                why = "rule" if party.pk in ruled else "measured"
                payload = Valued(from_class=old, to_class=party.importance or "–", why=why)
                about = Ref(KIND, party.pk)
                told.append(facts.NewFact(payload, about=about, by=by, occurred_at=now, customer=party.pk))
            update_each(parties, ["importance"])
            facts.emit_many(told)
    return len(changed)


def _chunks(numbers: Iterable[int]) -> Iterable[list[int]]:
    ordered = sorted(numbers)
    return (ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH))
