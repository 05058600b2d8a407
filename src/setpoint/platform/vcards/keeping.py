"""A vCard that another program wrote, brought up to date: lines that still say what is so stay as they were written."""

import io
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from setpoint.platform.vcards import writing
from setpoint.platform.vcards.card import Card, Place, Point
from setpoint.platform.vcards.lines import Property, property_of, written_lines
from setpoint.platform.vcards.reading import card, place_of, point_of

_END, _BEGIN = "END:VCARD", "BEGIN:VCARD"
Stores = Callable[[Point | Place], bool]


@dataclass(frozen=True)
class _Line:
    """A line as it was written; `found` is None where it belongs to the frame or to a card within the card."""

    written: str
    found: Property | None = None
    group: str = ""

    @property
    def name(self) -> str:
        return self.found.name if self.found else ""


def renewed(kept: str, now: Card, *, stores: Stores) -> str:
    """Return the vCard as it was kept, but saying `now`; the same text where it does so already.

    Addresses for which `stores` is false, and properties of which `now` knows nothing, stay. `now.note`, `categories`
    and `further` are not looked at: the kept ones are theirs.
    """
    lines, before = _lines(kept), card(kept)
    version = next((line.found.value.strip() for line in lines if line.found and line.name == "VERSION"), "")
    version = version if version in writing.VERSIONS else writing.V3
    # what we do not know of a name stays
    now = replace(now, suffix=before.suffix)
    changed, wanted = _changed(before, now), _Wanted(before, now, stores)
    out: list[str] = []
    gone: set[str] = set()
    done: set[str] = set()
    for line in lines:
        part = _PARTS.get(line.name, "")
        if part in changed:
            out += [] if part in done else [writing.written(text, version) for text in changed[part](now, version)]
            done.add(part)
            gone.add(line.group)
        elif line.found is None or wanted.holds(line.found):
            out.append(line.written)
        else:
            gone.add(line.group)
    added = [text for part, write in changed.items() if part not in done for text in write(now, version)]
    added += writing.reached(wanted.left(), version)
    out[-1:-1] = [writing.written(text, version) for text in added]
    text = "".join(out)
    return _without_labels(text, gone - {""}) if text != kept else kept


def without(kept: str, names: Collection[str]) -> str:
    """Return a vCard without the properties of these names, and what is grouped with them."""
    lines = _lines(kept)
    left = {id(line) for line in _of(lines, names)}
    return "".join(line.written for line in lines if id(line) not in left)


def only(text: str, names: Collection[str]) -> str:
    """Return a vCard with the properties of these names alone."""
    return "".join(line.written for line in _lines(text) if line.found is None or line.name in names)


def joined(text: str, kept: str, names: Collection[str]) -> str:
    """Return a vCard with those properties of another that have these names."""
    body = [line.written for line in _lines(text)]
    body[-1:-1] = [line.written for line in _of(_lines(kept), names)]
    return "".join(body)


def _of(lines: Sequence[_Line], names: Collection[str]) -> list[_Line]:
    groups = {line.group for line in lines if line.name in names} - {""}
    return [line for line in lines if line.name in names or (line.group in groups and line.name.startswith("X-AB"))]


_Write = Callable[[Card, str], Iterator[str]]
# company and position are one
_PARTS = {"FN": "full name", "N": "name", "ORG": "work", "TITLE": "work", "BDAY": "birthday"}


def _full_name(now: Card, version: str) -> Iterator[str]:
    yield writing.full_name(now, version)


def _name(now: Card, version: str) -> Iterator[str]:
    yield writing.name(now, version)


def _changed(before: Card, now: Card) -> dict[str, _Write]:
    """Return which parts say something else, with what writes them."""
    found: dict[str, _Write] = {}
    if before.name != now.name:
        found["full name"] = _full_name
    if _parts(before) != _parts(now):
        found["name"] = _name
    if not _same_work(before, now):
        found["work"] = writing.work
    if before.birthday != now.birthday:
        found["birthday"] = writing.birthday
    return found


def _parts(one: Card) -> tuple[str, ...]:
    return (one.family, one.given, one.additional, one.prefix)


def _same_work(before: Card, now: Card) -> bool:
    if now.is_organisation:
        return before.organisation in ("", now.organisation)
    same = before.organisation.casefold() == now.organisation.casefold()
    return same and position(before) == position(now)


def position(one: Card) -> str:
    """Return position and department in one text."""
    return ", ".join(filter(None, (one.title, one.department)))


class _Wanted:
    """Which addresses are still to be said: each is looked for once."""

    def __init__(self, before: Card, now: Card, stores: Stores) -> None:
        self._stores = stores
        # only where the program marks the one that comes first does the mark tell one address from another
        every: list[Point | Place] = [*before.points, *before.places]
        said = list(filter(stores, every))
        self._marks = {_group(one) for one in said if one.first}
        self._unmarked = {_group(one) for one in said} - self._marks
        self._seen: set[str] = set()
        self._now: list[Point | Place] = [*now.points, *now.places]
        self._open = Counter(map(self._key, self._now))

    def holds(self, found: Property) -> bool:
        """Whether a line stays; a line that is no address does."""
        one = point_of(found) or place_of(found)
        if one is None or not self._stores(one):
            return True
        if one.first:
            one = replace(one, first=_group(one) not in self._seen)
            self._seen.add(_group(one))
        key = self._key(one)
        self._open[key] -= 1
        return self._open[key] >= 0

    def left(self) -> Card:
        """Return a card of what no line said."""
        left: list[Point | Place] = []
        for one in self._now:
            self._open[self._key(one)] -= 1
            if self._open[self._key(one)] >= 0:
                left.append(replace(one, first=False) if _group(one) in self._unmarked else one)
        points = tuple(one for one in left if isinstance(one, Point))
        return Card("", points=points, places=tuple(one for one in left if isinstance(one, Place)))

    def _key(self, one: Point | Place) -> tuple[object, ...]:
        values = (one.use, one.value) if isinstance(one, Point) else (one.use, *one.parts)
        return (_group(one), *values, one.first and _group(one) in self._marks)


def _group(one: Point | Place) -> str:
    return one.medium if isinstance(one, Point) else "place"


def _lines(text: str) -> list[_Line]:
    found, depth = [], 0
    for _number, line, written in written_lines(io.StringIO(text, newline="")):
        mark = line.strip().upper().replace(" ", "")
        depth += mark == _BEGIN
        inner = property_of(line) if depth == 1 and mark not in (_BEGIN, _END) else None
        group = line.partition(":")[0].partition(";")[0].rpartition(".")[0].lower() if inner else ""
        found.append(_Line(written, inner, group))
        depth -= mark == _END
        if mark == _END and depth == 0:
            break
    return found


def _without_labels(text: str, groups: Collection[str]) -> str:
    """Leave out labels of lines that are gone, and when the card was changed last: that was before."""
    return "".join(
        line.written
        for line in _lines(text)
        if line.name != "REV" and not (line.group in groups and line.name.startswith("X-AB"))
    )
