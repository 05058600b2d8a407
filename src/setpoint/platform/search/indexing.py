"""Bringing the index up to date with records: what is new goes on lists, what is gone comes off."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db import transaction

from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.permissions import visible_to
from setpoint.platform.models import SearchBuild, SearchEntry
from setpoint.platform.search.documents import Names, documents
from setpoint.platform.search.kinds import SearchKind, Weight
from setpoint.platform.search.lists import ListKey, batches, change, lock, part_of
from setpoint.platform.search.names import with_beginnings
from setpoint.platform.search.vocabulary import learn, unlearn

BATCH = 500
Lists = dict[ListKey, list[int]]


@transaction.atomic
def index(kind: SearchKind, ids: Collection[int]) -> set[int]:
    """Bring records up to date, those that are gone too; return those put off because they are being built anew."""
    lock()
    put_off = _being_built(kind, ids)
    for some in batches(sorted(set(ids) - put_off), BATCH):
        _index(kind, some, documents(kind, some))
    return put_off


@transaction.atomic
def take_out(kind: SearchKind, ids: Collection[int]) -> None:
    """Leave nothing of these records in the index."""
    lock()
    for some in batches(sorted(ids), BATCH):
        _index(kind, some, {})


def dependent(kind: SearchKind, source: str, ids: Collection[int], limit: int | None = None) -> list[int]:
    """Return the records of `kind` whose text holds that of the `source` records."""
    rows = visible_to(SYSTEM, kind.kind).filter(**{f"{kind.follows[source]}__in": ids})
    return list(rows.values_list("pk", flat=True)[:limit])


def stored(names: Names) -> dict[str, list[str]]:
    """Return names as an entry keeps them."""
    return {str(int(weight)): sorted(found) for weight, found in names.items() if found}


def lists_of(kind: SearchKind, number: int, names: Mapping[str, Iterable[str]]) -> set[ListKey]:
    """Return the rows on which a record with these names (by weight, as stored) stands."""
    part, kind_number = part_of(number), kind.number
    return {
        ListKey(name, kind_number, weight, part)
        for weight, base in ((int(weight), base) for weight, base in names.items())
        for name in with_beginnings(base)
    }


def _index(kind: SearchKind, ids: Collection[int], found: Mapping[int, Names]) -> None:
    entries = {entry.record_id: entry for entry in SearchEntry.objects.filter(kind=kind.number, record_id__in=ids)}
    added: Lists = defaultdict(list)
    removed: Lists = defaultdict(list)
    new, changed, gone = [], [], []
    learned: set[str] = set()
    for number in ids:
        entry = entries.get(number)
        before = entry.names if entry else {}
        after = stored(found.get(number, {}))
        if before == after:
            continue
        old, now = lists_of(kind, number, before), lists_of(kind, number, after)
        for key in now - old:
            added[key].append(number)
        for key in old - now:
            removed[key].append(number)
        learned.update(after.get(str(int(Weight.NAME)), ()), after.get(str(int(Weight.TEXT)), ()))
        if entry is None:
            new.append(SearchEntry(kind=kind.number, record_id=number, names=after))
        elif after:
            entry.names = after
            changed.append(entry)
        else:
            gone.append(entry.pk)
    SearchEntry.objects.bulk_create(new, batch_size=BATCH)
    SearchEntry.objects.bulk_update(changed, ["names"], batch_size=BATCH)
    SearchEntry.objects.filter(pk__in=gone).delete()
    emptied = change(added, removed)
    learn(learned)
    unlearn(emptied)


def _being_built(kind: SearchKind, ids: Collection[int]) -> set[int]:
    spans = SearchBuild.objects.filter(kind=kind.number).values_list("first", "last")
    return {number for first, last in spans for number in ids if first <= number <= last}
