"""Pairs of cards that may be one: weighed, and kept where they are likely and nobody said otherwise."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.models import Q, QuerySet

from setpoint.analysis.duplicates.model import Pair
from setpoint.analysis.duplicates.weighing import weigh
from setpoint.domains.customers.duplicates.keys import keys_of, refresh, sharing
from setpoint.domains.customers.duplicates.records import Record, records_of
from setpoint.domains.customers.duplicates.rules import CROWD, RULES, THRESHOLD, weights
from setpoint.domains.customers.models import NotSame, Suspect
from setpoint.domains.customers.permissions import KIND, visible_parties
from setpoint.journal.models import Alias
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import machine_now
from setpoint.kernel.limits.reading import most_of

Couple = tuple[int, int]


def suspect(ids: Collection[int]) -> int:
    """Write keys of cards anew and look for others like them, in the caller's transaction; return the pairs found."""
    records = refresh(ids)
    Suspect.objects.filter(Q(first__in=ids) | Q(second__in=ids)).delete()
    keys = {party: keys_of(record) for party, record in records.items()}
    couples = {(min(both), max(both)) for both in sharing(keys, crowd=most_of(CROWD))}
    return keep(likely(couples, records))


def likely(couples: Iterable[Couple], known: Mapping[int, Record]) -> list[Pair]:
    """Weigh pairs of cards, reading those that are not known; return those from the threshold on."""
    least = most_of(THRESHOLD) / 100
    return [pair for pair in weighed(couples, known) if pair.probability >= least]


def weighed(couples: Iterable[Couple], known: Mapping[int, Record]) -> list[Pair]:
    """Weigh pairs of cards of one kind; those that are not known are read."""
    asked = sorted(couples)
    missing = {party for couple in asked for party in couple} - known.keys()
    records = {**known, **records_of(sorted(missing))} if missing else known
    pairs = [(records[one], records[other]) for one, other in asked if one in records and other in records]
    alike = [(one, other) for one, other in pairs if one["kind"] == other["kind"]]
    return weigh(alike, RULES.compared, weights())


def keep(pairs: Sequence[Pair]) -> int:
    """Write likely pairs down, but those of which somebody said that they are not one; return how many."""
    different = not_same({party for pair in pairs for party in (pair.left, pair.right)})
    now = machine_now()
    rows = [
        Suspect(
            first_id=min(pair.left, pair.right),
            second_id=max(pair.left, pair.right),
            probability=pair.probability,
            evidence=[[each.column, each.step, round(each.weight, 2)] for each in pair.evidence],
            found_at=now,
        )
        for pair in pairs
        if (min(pair.left, pair.right), max(pair.left, pair.right)) not in different
    ]
    Suspect.objects.bulk_create(
        rows,
        update_conflicts=True,
        update_fields=["probability", "evidence", "found_at"],
        unique_fields=["first", "second"],
        batch_size=500,
    )
    return len(rows)


def not_same(ids: Collection[int]) -> set[Couple]:
    """Return the pairs among cards, and among those that became part of them, of which somebody said so."""
    now = dict(Alias.objects.filter(kind=KIND, canonical_id__in=ids).values_list("alias_id", "canonical_id"))
    numbers = set(ids) | now.keys()
    said = NotSame.objects.filter(first__in=numbers, second__in=numbers).values_list("first", "second")
    couples = ((now.get(one, one), now.get(other, other)) for one, other in said)
    return {(min(couple), max(couple)) for couple in couples}


def visible_suspects(actor: Actor) -> "QuerySet[Suspect]":
    """Return the pairs of which the actor sees both cards, the likeliest first."""
    seen = visible_parties(actor)
    found = Suspect.objects.all()
    if seen.query.where:
        found = found.filter(first__in=seen.values("pk"), second__in=seen.values("pk"))
    return found.order_by("-probability", "pk")
