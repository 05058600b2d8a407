"""What happened with customers, counted as facts come in, taken back, or move with a merge."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from setpoint.domains.customers.models import Happened, HappenedOn, Party
from setpoint.domains.customers.permissions import KIND
from setpoint.domains.customers.queries.happenings import EVENTS
from setpoint.journal.aliases import all_numbers, canonicals, of_customers
from setpoint.journal.models import Fact
from setpoint.kernel.bulk import insert, update_each
from setpoint.kernel.clock import company_zone

BATCH = 500
# after these the past of a customer is another one
MOVED = ("customers.merged", "customers.merge_undone", "customers.split")
Key = tuple[int, str, date]


def count(facts: Sequence[Fact]) -> set[int]:
    """Count what these facts tell, in the caller's transaction; return the customers with whom something happened."""
    again = {fact.about_id for fact in facts if fact.kind in MOVED}
    taken_back = [fact.retracts for fact in facts if fact.retracts is not None]
    again |= {pk for pk in Fact.objects.filter(pk__in=taken_back).values_list("customer_id", flat=True) if pk}
    now = canonicals(KIND, {fact.customer_id for fact in facts if fact.customer_id} | again)
    anew = {now[pk] for pk in again}
    recount(anew)
    told = _told((now.get(fact.customer_id or 0, 0), fact) for fact in facts)
    _add({key: times for key, times in told.items() if key[0] and key[0] not in anew})
    return {pk for pk in now.values() if pk}


def recount(parties: Collection[int]) -> None:
    """Count the whole past of some customers anew."""
    for party in sorted(parties):
        for table in (Happened, HappenedOn):
            table.objects.filter(party=party).delete()
        kinds = {event.kind for event in EVENTS.values()}
        past = Fact.objects.filter(of_customers(all_numbers(KIND, [party])), kind__in=kinds).standing()
        _add(_told((party, fact) for fact in past.iterator()))


def _told(facts: Iterable[tuple[int, Fact]]) -> Counter[Key]:
    zone = company_zone()
    by_kind: dict[str, list[Any]] = defaultdict(list)
    for event in EVENTS.values():
        by_kind[event.kind].append(event)
    told: Counter[Key] = Counter()
    for party, fact in facts:
        for event in by_kind.get(fact.kind, ()):
            if event.counts(fact.data):
                told[party, event.key, fact.occurred_at.astimezone(zone).date()] += 1
    return told


def _add(told: dict[Key, int] | Counter[Key]) -> None:
    there = set(Party.objects.filter(pk__in={party for party, _event, _day in told}).values_list("pk", flat=True))
    new = {key: times for key, times in told.items() if key[0] in there}
    if not new:
        return
    days = {(row.party_id, row.event, row.day): row for row in HappenedOn.objects.filter(_where(new))}
    _write(HappenedOn, new, days)
    whole: dict[tuple[int, str], list[Any]] = {}
    for (party, event, day), times in new.items():
        before = whole.setdefault((party, event), [0, day, day])
        whole[party, event] = [before[0] + times, min(before[1], day), max(before[2], day)]
    known = {(row.party_id, row.event): row for row in Happened.objects.filter(party__in=there)}
    changed = []
    for key, (times, first, last) in whole.items():
        if (row := known.get(key)) is not None:
            row.times, row.first_on, row.last_on = row.times + times, min(row.first_on, first), max(row.last_on, last)
            changed.append(row)
    update_each(changed, ["times", "first_on", "last_on"])
    added = [(*key, *values) for key, values in whole.items() if key not in known]
    names = ("party_id", "event", "times", "first_on", "last_on")
    insert(Happened, {name: [row[at] for row in added] for at, name in enumerate(names)})


def _write(table: type[HappenedOn], new: dict[Key, int], known: dict[Key, HappenedOn]) -> None:
    changed = []
    for key, times in new.items():
        if (row := known.get(key)) is not None:
            row.times += times
            changed.append(row)
    update_each(changed, ["times"])
    added = [(*key, times) for key, times in new.items() if key not in known]
    names = ("party_id", "event", "day", "times")
    insert(table, {name: [row[at] for row in added] for at, name in enumerate(names)})


def _where(keys: Iterable[Key]) -> Q:
    wanted = list(keys)
    parties, days = {party for party, _event, _day in wanted}, {day for _party, _event, day in wanted}
    return Q(party__in=parties, day__range=(min(days), max(days)))
