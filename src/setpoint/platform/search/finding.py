"""Finding records of all kinds by what somebody wrote."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyroaring import BitMap

from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import remembering
from setpoint.platform.search.asking import Asked, Reading, mistyped, readings, written
from setpoint.platform.search.documents import Names, home_country
from setpoint.platform.search.kinds import SearchKind, Shown, all_kinds
from setpoint.platform.search.lists import ListRow, read
from setpoint.platform.search.matching import Lists, near_steps, steps
from setpoint.platform.search.nearby import near
from setpoint.platform.search.seeing import Seeing

# fewer records than this, and typing errors are looked for
FEW = 3


@dataclass(frozen=True)
class Hit:
    """A record that was found and may be seen."""

    kind: SearchKind
    id: int
    shown: Shown


@dataclass(frozen=True)
class Group:
    """Records of one kind, the best first; `more` says that there are others, never how many."""

    kind: SearchKind
    hits: list[Hit]
    more: bool = False


@dataclass(frozen=True)
class Found:
    """What was found, and the words by which it was, so that they can be marked."""

    groups: list[Group]
    words: frozenset[str]


def find(actor: Actor, text: str, *, limit: int, kinds: Collection[str] | None = None) -> Found:
    """Return what the actor may see of what `text` may mean: at most `limit` records of each kind (or of `kinds`)."""
    wanted = [kind for name, kind in all_kinds().items() if kinds is None or name in kinds]
    meant = readings(text, home_country() if any(map(str.isdigit, text)) else "")
    if not meant or not wanted:
        return Found([], frozenset())
    other = mistyped(text)
    rows = _read(meant + other, wanted)
    actor = remembering(actor)
    looks = [Seeing(actor, kind, limit) for kind in wanted]
    typed: dict[str, set[str]] = {}
    for one in looks:
        one.is_meant = lambda names: is_meant(names, meant + other, typed)

    def look(ways: Callable[[Lists], Iterable[BitMap]]) -> int:
        for each in looks:
            each.look(ways(_of(each.kind, rows)))
        return sum(len(each.rows) for each in looks)

    seen = look(lambda lists: steps(meant, lists))
    if not seen:
        meant += other
        seen = look(lambda lists: steps(other, lists))
    words = {word for reading in meant for asked in reading for word in (asked.word, *asked.forms_begin)}
    if seen < FEW:
        nearest = near({asked.word for reading in (written(text), *([] if seen else other)) for asked in reading})
        unsure = [reading for reading in meant if any(asked.word in nearest for asked in reading)]
        typed |= {word: {each.text for each in found} for word, found in nearest.items()}
        close = set().union(*typed.values())
        rows += read(close, (), {kind.number for kind in wanted}) if close else []
        look(lambda lists: near_steps(unsure, lists, nearest))
        words |= close
    return Found([_group(each, limit) for each in looks if each.rows], frozenset(words))


def is_meant(names: Names, meant: Collection[Reading], typed: Mapping[str, set[str]]) -> bool:
    """Whether the names of one record fulfil a reading; `typed`: what was written to what may have been meant."""
    every = set().union(*names.values())

    def has(asked: Asked) -> bool:
        begins = tuple(asked.begins | asked.forms_begin)
        words = asked.exact | asked.forms | typed.get(asked.word, set())
        return not every.isdisjoint(words) or any(name.startswith(begins) for name in every)

    return any(all(map(has, reading)) for reading in meant)


def shown(actor: Actor, kind: SearchKind, ids: Sequence[int]) -> list[Hit]:
    """Return those of the records that the actor may see, in the order of `ids`."""
    look = Seeing(actor, kind, len(ids))
    look.take(ids)
    return _group(look, len(ids)).hits


def _read(meant: Collection[Reading], kinds: Collection[SearchKind]) -> list[ListRow]:
    asked = [word for reading in meant for word in reading]
    names: set[str] = set().union(*(word.lists for word in asked))
    ranges: set[tuple[str, str]] = set().union(*(word.ranges for word in asked))
    return read(names, ranges, {kind.number for kind in kinds})


def _of(kind: SearchKind, rows: Collection[ListRow]) -> Lists:
    return Lists(row for row in rows if row.kind == kind.number)


def _group(look: Seeing, limit: int) -> Group:
    hits = [Hit(look.kind, row["pk"], look.kind.show(row)) for row in look.rows[:limit]]
    return Group(look.kind, hits, more=len(look.rows) > limit)
