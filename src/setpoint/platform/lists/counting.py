"""How many rows a list has, without counting a million: exact up to a bound, "more than" beyond it."""

from dataclasses import dataclass

from setpoint.platform.lists.finding import Search

MOST = 10_000
LOOKED_AT = 20_000


@dataclass(frozen=True)
class Count:
    """At least `number` rows; exactly so many where `exact`."""

    number: int
    exact: bool = True


def count_of(search: Search) -> Count:
    """Return how many rows there are; looks at no more than some thousands of them."""
    if search.fits is not None:
        return Count(search.fits)
    if not search.narrows and search.found is not None:
        return Count(len(search.found))
    if not search.narrows:
        every = search.checked[: MOST + 1].count()
        return Count(min(every, MOST), exact=every <= MOST)
    candidates, complete = search.candidates(LOOKED_AT)
    rows = search.checked.filter(pk__in=candidates)
    found = rows[: MOST + 1].count() if search.found is None else len(search.kept(rows.values_list("pk", "pk")))
    if complete and found <= MOST:
        return Count(found)
    return Count(MOST if found > MOST else _round(found), exact=False)


def _round(number: int) -> int:
    """Return what may be called "more than": two leading digits, downwards."""
    step: int = 10 ** max(len(str(number)) - 2, 0)
    return max(number - 1, 0) // step * step
