"""Merged records are resolved here, on read, and nowhere else."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from setpoint.journal.models import Alias, Rehomed
from setpoint.kernel.clock import machine_now


def canonical(kind: str, record_id: int) -> int:
    """Return the number a record has now."""
    found = Alias.objects.filter(kind=kind, alias_id=record_id).values_list("canonical_id", flat=True).first()
    return record_id if found is None else found


def canonicals(kind: str, record_ids: Iterable[int]) -> dict[int, int]:
    """Return the number that each of some records has now."""
    ids = set(record_ids)
    known_as = dict(Alias.objects.filter(kind=kind, alias_id__in=ids).values_list("alias_id", "canonical_id"))
    return {record_id: known_as.get(record_id, record_id) for record_id in ids}


def all_numbers(kind: str, record_ids: Iterable[int]) -> list[int]:
    """Return the canonical numbers of records with every number they ever had."""
    ids = list(record_ids)
    known_as = dict(Alias.objects.filter(kind=kind, alias_id__in=ids).values_list("alias_id", "canonical_id"))
    now = {known_as.get(record_id, record_id) for record_id in ids}
    former = Alias.objects.filter(kind=kind, canonical_id__in=now).values_list("alias_id", flat=True)
    return sorted(now | set(former))


@transaction.atomic
def merge(kind: str, alias_id: int, into: int) -> None:
    """Make `alias_id` another number of `into`; earlier aliases of it follow. ValueError when they are one already."""
    target = canonical(kind, into)
    if canonical(kind, alias_id) == target:
        msg = "the records are one already"
        raise ValueError(msg)
    Alias.objects.filter(kind=kind, canonical_id=alias_id).update(canonical_id=target)
    Alias.objects.create(kind=kind, alias_id=alias_id, canonical_id=target, since=machine_now())


@transaction.atomic
def unmerge(kind: str, record_id: int, numbers: Iterable[int]) -> None:
    """Let a record stand by itself again, with those of its former `numbers` that were its own before."""
    Alias.objects.filter(kind=kind, alias_id=record_id).delete()
    own = set(numbers) - {record_id}
    Alias.objects.filter(kind=kind, alias_id__in=own).update(canonical_id=record_id)


def rehome(fact_ids: Iterable[int], customer: int) -> None:
    """Let facts written while their records belonged to a merged customer be told of `customer`."""
    wanted = list(fact_ids)
    Rehomed.objects.bulk_create(
        [Rehomed(fact_id=fact, customer_id=customer) for fact in wanted],
        update_conflicts=True,
        update_fields=["customer_id"],
        unique_fields=["fact_id"],
        batch_size=500,
    )


def of_customers(numbers: Collection[int]) -> Q:
    """Return which facts are told of customers under these numbers."""
    elsewhere = Rehomed.objects.filter(fact_id=OuterRef("pk")).exclude(customer_id__in=numbers)
    own = Q(customer_id__in=numbers) & ~Q(Exists(elsewhere))
    # asked before: with a second way to a fact no index gives the first ones in their order
    here = list(Rehomed.objects.filter(customer_id__in=numbers).values_list("fact_id", flat=True))
    return own | Q(pk__in=here) if here else own
