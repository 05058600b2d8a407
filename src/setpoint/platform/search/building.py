"""Building the index of a kind anew, part by part, while people search and the follower goes on.

A part is computed without a lock and written in short transactions. Changes of its records wait meanwhile
(SearchBuild), so what is written last is never older than what was there.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from django.db import transaction
from pyroaring import BitMap

from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.permissions import visible_to
from setpoint.platform.models import SearchBuild, SearchEntry, SearchList, SearchWord
from setpoint.platform.search.documents import documents
from setpoint.platform.search.indexing import lists_of, stored
from setpoint.platform.search.kinds import SearchKind, Weight
from setpoint.platform.search.lists import SPAN, ListKey, batches, change, drop, lock, part_of, put
from setpoint.platform.search.names import with_beginnings
from setpoint.platform.search.vocabulary import places, unlearn, write_down

Entries = dict[int, dict[str, list[str]]]
Lists = dict[ListKey, "array[int]"]
READ = 2000
WRITE = 1000
Tick = Callable[[], None]


def build_part(kind: SearchKind, part: int, *, tick: Tick) -> None:
    """Build one part of one kind. `tick` is called inside every transaction, so that a lost lease undoes it."""
    first, last = part * SPAN, (part + 1) * SPAN - 1
    with _short(tick):
        _begin(kind, first, last)
    entries, lists = _computed(kind, first, last, tick)
    before = SearchEntry.objects.filter(kind=kind.number, record_id__range=(first, last))
    stale: set[ListKey] = set()
    gone: set[int] = set()
    for number, names in before.values_list("record_id", "names").iterator(chunk_size=READ):
        stale |= lists_of(kind, number, names) - lists.keys()
        if number not in entries:
            gone.add(number)
    tick()
    for keys in batches(sorted(stale), WRITE):
        with _short(tick):
            drop(keys)
    for keys in batches(sorted(lists), WRITE):
        with _short(tick):
            put({key: BitMap(lists[key]) for key in keys})
    for numbers in batches(sorted(entries.keys() | gone), WRITE):
        with _short(tick):
            _put_entries(kind, numbers, entries)
    _learn({key.name for key in lists if key.weight != Weight.CONTACT}, tick)
    for names in batches(sorted({key.name for key in stale}), WRITE):
        with _short(tick):
            unlearn(names)
    with _short(tick):
        end(kind)


def end(kind: SearchKind) -> None:
    """Let changes of records of the kind wait no longer."""
    SearchBuild.objects.filter(kind=kind.number).delete()


def empty(*, tick: Tick) -> None:
    """Leave nothing in the index, in short transactions."""
    for model in (SearchList, SearchWord, SearchEntry):
        while ids := list(model.objects.order_by("pk").values_list("pk", flat=True)[: 5 * WRITE]):
            with _short(tick):
                model.objects.filter(pk__in=ids).delete()


def _begin(kind: SearchKind, first: int, last: int) -> None:
    end(kind)
    SearchBuild.objects.create(kind=kind.number, first=first, last=last)


def _computed(kind: SearchKind, first: int, last: int, tick: Tick) -> tuple[Entries, Lists]:
    entries: Entries = {}
    # a plain pair per list: a million records have tens of millions of places
    places: dict[tuple[str, str], array[int]] = defaultdict(lambda: array("I"))
    rows = visible_to(SYSTEM, kind.kind).filter(pk__range=(first, last)).order_by("pk").values_list("pk", flat=True)
    for ids in batches(rows.iterator(chunk_size=READ), READ):
        for number, names in documents(kind, ids).items():
            entries[number] = stored(names)
            for weight, base in entries[number].items():
                for name in with_beginnings(base):
                    places[name, weight].append(number)
        tick()
    part = part_of(first)
    lists = {ListKey(name, kind.number, int(weight), part): found for (name, weight), found in places.items()}
    return entries, lists


def _learn(names: Collection[str], tick: Tick) -> None:
    """Take new words in; each list of triples is written once, and not with every batch of words again."""
    new: list[str] = []
    for some in batches(sorted(names), WRITE):
        with _short(tick):
            new += write_down(some)
    words = places(new)
    for keys in batches(sorted(words), WRITE // 2):
        with _short(tick):
            change({key: words[key] for key in keys}, {})


def _put_entries(kind: SearchKind, numbers: Collection[int], entries: Entries) -> None:
    SearchEntry.objects.filter(kind=kind.number, record_id__in=numbers).delete()
    rows = [
        SearchEntry(kind=kind.number, record_id=number, names=entries[number])
        for number in numbers
        if entries.get(number)
    ]
    SearchEntry.objects.bulk_create(rows, batch_size=500)


@contextmanager
def _short(tick: Tick) -> Iterator[None]:
    """Make a transaction that holds the index, and the one writer of SQLite, for a moment only."""
    with transaction.atomic():
        lock()
        yield
        tick()
