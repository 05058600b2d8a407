"""Lists of records by name: read, written and changed in sets. Who writes holds the cursor of the follower."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple, TypeVar

from django.db import connection
from django.db.models import Q
from pyroaring import BitMap

from setpoint.journal.models import Cursor
from setpoint.platform.models import SearchList

# numbers of records (or words) that one row of a list spans
SPAN = 1 << 17
NAMES_AT_ONCE = 2000
MOST_ROWS = 1000
# the weight of e-mail addresses and telephones: nearly each is a name of its own
ADDRESSES = 2
FOLLOWER = "search"
T = TypeVar("T")


class ListKey(NamedTuple):
    """Which row of which list."""

    name: str
    kind: int
    weight: int
    part: int


class ListRow(NamedTuple):
    """A row of a list as it is read to be searched."""

    name: str
    kind: int
    weight: int
    members: BitMap


def part_of(number: int) -> int:
    """Return the part of a list in which a record stands."""
    return number // SPAN


def lock() -> None:
    """Wait until nobody else writes the index; held until the caller's transaction ends."""
    Cursor.objects.get_or_create(follower=FOLLOWER)
    Cursor.objects.select_for_update().get(follower=FOLLOWER)


def read(
    names: Collection[str], ranges: Collection[tuple[str, str]], kinds: Collection[int], *, most: int = MOST_ROWS
) -> list[ListRow]:
    """Return the rows of lists by name, and of those with names from (included) to (not included).

    Where ranges name more rows than `most`, some are taken, of names and texts apart from addresses.
    """
    columns = ("name", "kind", "weight", "members")
    there = SearchList.objects.filter(kind__in=sorted(kinds))
    rows = list(there.filter(name__in=sorted(names)).values_list(*columns))
    if ranges:
        begun = Q()
        for first, last in sorted(ranges):
            begun |= Q(name__gte=first, name__lt=last)
        begun_rows = there.filter(begun).values_list(*columns)
        rows += begun_rows.exclude(weight=ADDRESSES)[:most]
        rows += begun_rows.filter(weight=ADDRESSES)[:most]
    return [ListRow(name, kind, weight, BitMap.deserialize(bytes(members))) for name, kind, weight, members in rows]


def change(added: Mapping[ListKey, Iterable[int]], removed: Mapping[ListKey, Iterable[int]]) -> set[str]:
    """Put numbers on lists and take others off; return the names of which a row has gone."""
    keys = set(added) | set(removed)
    there = _rows(keys)
    written: dict[ListKey, BitMap] = {}
    emptied: list[ListKey] = []
    for key in keys:
        before = there.get(key, BitMap())
        after = (before - BitMap(removed.get(key, ()))) | BitMap(added.get(key, ()))
        if after and after != before:
            written[key] = after
        elif not after and key in there:
            emptied.append(key)
    put(written)
    drop(emptied)
    return {key.name for key in emptied}


def put(lists: Mapping[ListKey, BitMap]) -> None:
    """Write rows of lists, new or in place of what was there."""
    rows = [(*key, members.serialize()) for key, members in sorted(lists.items(), key=lambda item: item[0])]
    if not rows:
        return
    table = connection.ops.quote_name(SearchList._meta.db_table)
    into = f"INSERT INTO {table} (name, kind, weight, part, members)"
    replacing = "ON CONFLICT (name, kind, weight, part) DO UPDATE SET members = excluded.members"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(f"{into} VALUES (%s, %s, %s, %s, %s) {replacing}", rows)
        else:
            columns = [list(column) for column in zip(*rows, strict=True)]
            given = "unnest(%s::text[], %s::bigint[], %s::smallint[], %s::integer[], %s::bytea[])"
            cursor.execute(f"{into} SELECT * FROM {given} {replacing}", columns)  # noqa: S608 - names of our own


def drop(keys: Collection[ListKey]) -> None:
    """Take rows of lists away."""
    for some in batches(keys, NAMES_AT_ONCE):
        wanted = set(some)
        rows = SearchList.objects.filter(name__in={key.name for key in some}, kind__in={key.kind for key in some})
        found = rows.filter(part__in={key.part for key in some}).values_list("pk", "name", "kind", "weight", "part")
        gone = [pk for pk, name, kind, weight, part in found if ListKey(name, kind, weight, part) in wanted]
        SearchList.objects.filter(pk__in=gone).delete()


def still_named(names: Collection[str]) -> set[str]:
    """Return those of `names` that some record still bears."""
    found: set[str] = set()
    for some in batches(names, NAMES_AT_ONCE):
        found.update(SearchList.objects.filter(name__in=some, kind__gt=0).values_list("name", flat=True).distinct())
    return found


def batches(values: Iterable[T], size: int) -> Iterator[Sequence[T]]:
    """Cut values into lists of at most `size`."""
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some


def _rows(keys: Collection[ListKey]) -> dict[ListKey, BitMap]:
    found: dict[ListKey, BitMap] = {}
    for some in batches(sorted(keys), NAMES_AT_ONCE):
        rows = SearchList.objects.filter(
            name__in={key.name for key in some},
            kind__in={key.kind for key in some},
            part__in={key.part for key in some},
        )
        for name, kind, weight, part, members in rows.values_list("name", "kind", "weight", "part", "members"):
            key = ListKey(name, kind, weight, part)
            if key in keys:
                found[key] = BitMap.deserialize(bytes(members))
    return found
