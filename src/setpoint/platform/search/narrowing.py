"""Which records of one kind a text may mean, all of them: what a list is narrowed to while somebody writes."""

from pyroaring import BitMap

from setpoint.kernel.actors import Actor
from setpoint.kernel.field_rights import hidden
from setpoint.platform.search.asking import mistyped, readings, written
from setpoint.platform.search.documents import home_country
from setpoint.platform.search.kinds import SearchKind, Weight, all_kinds
from setpoint.platform.search.lists import read
from setpoint.platform.search.matching import Lists, near_steps, steps
from setpoint.platform.search.nearby import near

# names that begin with what was written: beyond so many it tells nothing
MOST_ROWS = 10_000


def search_kind(name: str) -> SearchKind | None:
    """Return what of a kind is found, None where nothing is."""
    return all_kinds().get(name)


def matching(actor: Actor, kind: SearchKind, text: str) -> BitMap:
    """Return the numbers of the records that `text` may mean; who sees them is not asked here.

    The other keyboard layout, then typing errors, are tried where nothing is found otherwise. Who does not see every
    field finds by names alone, and by nothing where these are hidden.
    """
    weights = _weights(actor, kind)
    meant = readings(text, home_country() if any(map(str.isdigit, text)) else "")
    other = mistyped(text)
    if not meant or not weights:
        return BitMap()
    asked = [word for reading in meant + other for word in reading]
    names: set[str] = set().union(*(word.lists for word in asked))
    ranges: set[tuple[str, str]] = set().union(*(word.ranges for word in asked))
    rows = [row for row in read(names, ranges, {kind.number}, most=MOST_ROWS) if row.weight in weights]
    for way in (meant, other):
        found = BitMap.union(BitMap(), *steps(way, Lists(rows)))
        if found:
            return found
    both = [written(text), *other]
    nearest = near({word.word for reading in both for word in reading})
    close = {each.text for words in nearest.values() for each in words}
    if not close:
        return BitMap()
    rows += [row for row in read(close, (), {kind.number}) if row.weight in weights]
    return next(filter(None, near_steps(both, Lists(rows), nearest)), BitMap())


def _weights(actor: Actor, kind: SearchKind) -> set[int]:
    unseen = hidden(actor, kind.kind)
    if not unseen:
        return set(map(int, Weight))
    named = (field.path.partition("__")[0] for field in kind.fields if field.weight == Weight.NAME)
    return set() if unseen.intersection(named) else {int(Weight.NAME)}
