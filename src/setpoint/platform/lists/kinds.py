"""Which kinds of record have lists, and what each shows. Domains and edges register theirs."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise

from setpoint.kernel.actors import Actor
from setpoint.kernel.field_rights import hidden
from setpoint.kernel.folding import fold
from setpoint.kernel.money import Money
from setpoint.kernel.permissions import scope_of, visible_to
from setpoint.platform.fields.kinds import kind_of
from setpoint.platform.fields.reading import fields_for
from setpoint.platform.lists.changes import Change
from setpoint.platform.lists.columns import Column, Native, OfField, Rows


def by_name(text: str) -> Q:
    """Return the condition that a name holds `text`, as names are searched."""
    return Q(folded__contains=fold(text))


@dataclass(frozen=True)
class ListKind:
    """The list of one kind of record. `quick` finds rows by a text where the kind is not searched, `sort` is the order
    where none is asked ("" = the newest first).

    `bar` are columns asked for beside the search box, `tabs` the column whose choices stand above the list, with the
    one that is meant where none is asked; `day` is the column that a period is asked of, by the chosen tab. `within`
    holds for every row: the kind, where several share a table. `sums` adds up what a period has. `allowed` are the
    rows with which somebody may do something, where the kind carries no fields and so does not tell.
    """

    kind: str
    label: str | Promise
    natives: tuple[Native, ...]
    quick: Callable[[str], Q] = by_name
    sort: str = "name"
    bar: tuple[str, ...] = ()
    tabs: str = ""
    tab: str = ""
    day: Callable[[str], str] | None = None
    sums: Callable[[Rows], list[Money]] | None = None
    changes: tuple[Change, ...] = ()
    within: Mapping[str, Any] = field(default_factory=dict)
    allowed: Callable[[Actor, str], Rows] | None = None

    def rows(self, by: Actor, action: str = "see") -> Rows:
        """Return the rows that the actor sees, of which he may do `action`."""
        seen = visible_to(by, self.kind).filter(**self.within)
        if action == "see":
            return seen
        allowed = (self.allowed or kind_of(self.kind).rows)(by, action)
        return seen.filter(pk__in=allowed.values("pk")) if allowed.query.where else seen

    def allows(self, by: Actor, action: str) -> bool:
        """Whether the actor may do it with some records of the kind."""
        return scope_of(by, self.kind, action) is not None


Provider = Callable[[str], ListKind | None]

_KINDS: dict[str, ListKind] = {}
_MORE: dict[str, list[Native]] = {}
_FAMILIES: dict[str, Provider] = {}


def register(kind: ListKind) -> None:
    """Declare the list of a kind. ValueError where it is declared twice."""
    if _KINDS.setdefault(kind.kind, kind) is not kind:
        raise ValueError(f"the list of {kind.kind} is declared already")


def extend(kind: str, *columns: Native) -> None:
    """Add columns to the list of a kind declared below."""
    _MORE.setdefault(kind, []).extend(columns)


def register_family(prefix: str, provider: Provider) -> None:
    """Declare the lists of every kind that begins with `prefix`; the provider returns None where there is none."""
    _FAMILIES[prefix] = provider


def list_of(name: str) -> ListKind:
    """Return the list of a kind; KeyError where it has none."""
    if name in _KINDS:
        kind = _KINDS[name]
        return replace(kind, natives=(*kind.natives, *_MORE.get(name, ())))
    provider = _FAMILIES.get(name.partition(".")[0] + ".")
    found = provider(name) if provider else None
    if found is None:
        raise KeyError(name)
    return found


def registered_lists() -> list[str]:
    """Return the kinds declared by name; families come on top."""
    return sorted(_KINDS)


def columns_of(kind: ListKind, by: Actor) -> dict[str, Column]:
    """Return every column that the actor may see, by key; two queries at most."""
    unseen = hidden(by, kind.kind)
    found: dict[str, Column] = {column.key: column for column in kind.natives if column.key not in unseen}
    return found | {column.key: column for column in map(OfField, fields_for(by, kind.kind))}


def usual_columns(columns: Iterable[Column]) -> list[str]:
    """Return the keys of the columns shown where nobody has chosen."""
    return [column.key for column in columns if _is_usual(column)]


def _is_usual(column: Column) -> bool:
    if isinstance(column, Native):
        return column.usual and not column.hidden
    return isinstance(column, OfField) and column.field.listed
