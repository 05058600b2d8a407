"""Which records match: lists of the words are united over what may be meant, and cut over what must be there."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from pyroaring import BitMap

from setpoint.platform.search.asking import Asked, Reading
from setpoint.platform.search.kinds import Weight
from setpoint.platform.search.lists import ListRow
from setpoint.platform.search.names import asked_beginning
from setpoint.platform.search.nearby import PART, Near

STRONG = (Weight.NAME, Weight.CONTACT)


class Lists:
    """The lists of one kind that were read for a question."""

    def __init__(self, rows: Iterable[ListRow]) -> None:
        self._rows: dict[str, list[ListRow]] = defaultdict(list)
        for row in rows:
            self._rows[row.name].append(row)
        self._names = sorted(self._rows)

    def exact(self, names: Iterable[str], weights: Collection[int] = tuple(Weight)) -> BitMap:
        """Return the records that stand under one of these names."""
        rows = (row for name in names for row in self._rows.get(name, ()))
        return BitMap.union(BitMap(), *(row.members for row in rows if row.weight in weights))

    def begun(self, texts: Iterable[str], weights: Collection[int] = tuple(Weight)) -> BitMap:
        """Return the records that stand under a name beginning with one of these texts."""
        names: set[str] = set()
        for text in texts:
            where = asked_beginning(text)
            if isinstance(where, str):
                names.add(where)
            else:
                names.update(self._names[bisect_left(self._names, where[0]) : bisect_left(self._names, where[1])])
        return self.exact(names, weights)


def steps(meant: Iterable[Reading], lists: Lists) -> Iterator[BitMap]:
    """Yield the records that match, the best step first: whole words of names, beginnings, then anything."""
    for reading in meant:
        yield _all_of(lists.exact(asked.exact, STRONG) for asked in reading)
        yield _all_of(lists.begun(asked.begins, STRONG) for asked in reading)
        yield _all_of(_anything(asked, lists) for asked in reading)


def near_steps(meant: Iterable[Reading], lists: Lists, nearest: Mapping[str, Collection[Near]]) -> Iterator[BitMap]:
    """Yield the records that match with typing errors, the fewest first, then those of which a word is a part."""
    readings = list(meant)
    for errors in range(1, PART + 1):
        for reading in readings:
            yield _all_of(
                _anything(asked, lists)
                | lists.exact(each.text for each in nearest.get(asked.word, ()) if each.errors <= errors)
                for asked in reading
            )


def _anything(asked: Asked, lists: Lists) -> BitMap:
    return lists.exact(asked.exact | asked.forms) | lists.begun(asked.begins | asked.forms_begin)


def _all_of(found: Iterable[BitMap]) -> BitMap:
    left: BitMap | None = None
    for records in found:
        left = records if left is None else left & records
        if not left:
            break
    return left or BitMap()
