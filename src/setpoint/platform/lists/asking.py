"""What is asked of a list by the words of an address: search, tab, filter, period, order."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from setpoint.kernel.actors import Actor
from setpoint.platform.lists.columns import Column, Order
from setpoint.platform.lists.filters import ALL, LONGEST, Asked, FilterError, Group, parse
from setpoint.platform.lists.finding import Search
from setpoint.platform.lists.kinds import ListKind
from setpoint.platform.lists.words import FROM, IS, TO
from setpoint.platform.search.narrowing import matching, search_kind

LONGEST_TEXT = 200
COMMON = ("q", "filter", "sort", "from", "to")


@dataclass(frozen=True)
class Question:
    """What is asked; `own` is the filter alone, `asked` all that narrows; `problems` say what was no question."""

    kind: ListKind
    by: Actor
    asked: Group
    own: Group
    text: str
    sort: Column | None
    descending: bool
    tab: str
    problems: tuple[str, ...] = ()
    action: str = "see"

    @cached_property
    def search(self) -> Search:
        """What is looked for."""
        rows = self.kind.rows(self.by, self.action)
        if not self.text:
            return Search(rows, self.asked, self.by, within=self.kind.within)
        searched = search_kind(self.kind.kind)
        if searched is None:
            return Search(rows, self.asked, self.by, self.kind.quick(self.text), self.kind.within)
        found = matching(self.by, searched, self.text)
        return Search(rows, self.asked, self.by, within=self.kind.within, found=found)

    @property
    def order(self) -> Order:
        """The order of the rows."""
        return self.sort.order(descending=self.descending) if self.sort else Order(descending=self.descending)

    @property
    def narrows(self) -> bool:
        """Whether anything but the usual is asked."""
        return bool(self.text or self.problems or self.asked.conditions()[1 if self.kind.tabs else 0 :])


def parameter_names(kind: ListKind) -> set[str]:
    """Return what in an address asks something of the rows of a list."""
    return {*COMMON, *kind.bar, *([kind.tabs] if kind.tabs else [])}


def question(
    kind: ListKind, columns: Mapping[str, Column], given: Mapping[str, str], by: Actor, *, action: str = "see"
) -> Question:
    """Read the words of an address; what is no filter or order is told in `problems`.

    `action`: only rows on which the actor may do it.
    """
    text = given.get("q", "").strip()[:LONGEST_TEXT].replace("\x00", "")
    tab, beside = _beside_filter(kind, columns, given, by)
    problems: list[str] = []
    try:
        own = parse(given.get("filter", "")[: LONGEST + 1], columns, by)
    except FilterError as refusal:
        own = Group()
        problems = list(refusal.messages)
    asked = given.get("sort", "") or kind.sort or "-"
    sort = columns.get(asked.removeprefix("-"))
    if sort is not None and not sort.sortable:
        problems.append(_("The list cannot be sorted by “%(name)s”.") % {"name": sort.label})
        sort = None
    if sort is None and asked != "-":
        sort = columns.get(kind.sort)
        asked = kind.sort or "-"
    joined = Group(ALL, (*beside, own))
    return Question(kind, by, joined, own, text, sort, asked.startswith("-"), tab, tuple(problems), action)


def _beside_filter(
    kind: ListKind, columns: Mapping[str, Column], given: Mapping[str, str], by: Actor
) -> tuple[str, list[Asked]]:
    """Return the tab that is meant, and the conditions that stand beside the filter; what is none narrows nothing."""
    wanted: list[tuple[str, str, str]] = []
    tab = ""
    if kind.tabs:
        tabs = [key for key, _label in columns[kind.tabs].options(by)]
        tab = given.get(kind.tabs, "")
        tab = tab if tab in tabs else kind.tab
        wanted.append((kind.tabs, IS, tab))
    wanted += [(key, IS, given.get(key, "")) for key in kind.bar]
    if kind.day is not None:
        day = kind.day(tab)
        wanted += [(day, FROM, given.get("from", "")), (day, TO, given.get("to", ""))]
    found: list[Asked] = []
    for key, word, value in wanted:
        if value.strip() and key in columns:
            try:
                found.append(Asked(columns[key], word, value, columns[key].condition(word, value, by)))
            except ValidationError:
                continue
    return tab, found
