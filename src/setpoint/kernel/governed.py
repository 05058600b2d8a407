"""Which kinds of record rights speak of: what can be done with one, whose it is, what a right may depend on.

Packages register theirs; a kind that is not registered knows neither territories nor conditions.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from setpoint.kernel.models.people import Scope

OPERATORS: dict[str, Promise] = {
    "is": gettext_lazy("is"),
    "from": gettext_lazy("is at least"),
    "to": gettext_lazy("is at most"),
    "under": gettext_lazy("is in or below"),
}
ACTIONS: dict[str, Promise] = {
    "see": pgettext_lazy("right", "see"),
    "create": pgettext_lazy("right", "create"),
    "change": pgettext_lazy("right", "change"),
    "delete": pgettext_lazy("right", "delete"),
    "export": pgettext_lazy("right", "export"),
    "erase": pgettext_lazy("right", "erase"),
    "reassign": pgettext_lazy("right", "reassign"),
    "approve": pgettext_lazy("right", "approve"),
    "secure": pgettext_lazy("right", "see to security"),
    "view_as": pgettext_lazy("right", "view as"),
}
Choices = Callable[[], Sequence[tuple[str, str]]]


class Condition(NamedTuple):
    """What must hold of a record: a field of its kind, an operator, a value as text."""

    field: str
    operator: str
    value: str


@dataclass(frozen=True)
class ConditionField:
    """A field on which rights may depend. `compile(operator, value)` gives the condition on rows of the kind.

    It raises ValueError, LookupError or ValidationError where the value means nothing (any more).
    """

    key: str
    label: str | Promise
    operators: tuple[str, ...]
    compile: Callable[[str, str], Q]
    choices: Choices | None = None


@dataclass(frozen=True)
class GovernedKind:
    """`rows` are all records; `owner` and `territory` the paths to whose and where they are, None where unknown.

    `fields` are those that can be hidden or read-only, by key, beside those of an administrator ("f.<key>").
    """

    kind: str
    label: str | Promise
    actions: tuple[str, ...]
    rows: Callable[[], "QuerySet[Any]"] | None = None
    owner: str | None = None
    territory: str | None = None
    scopes: tuple[Scope, ...] = ()
    conditions: tuple[ConditionField, ...] = ()
    fields: tuple[tuple[str, str | Promise], ...] = ()

    @property
    def reaches(self) -> tuple[Scope, ...]:
        """The scopes that mean something for the kind."""
        if self.scopes:
            return self.scopes
        owned = (Scope.OWN, Scope.TEAM, Scope.BELOW) if self.owner else ()
        return (*owned, *((Scope.TERRITORY,) if self.territory else ()), Scope.ALL)


_KINDS: dict[str, GovernedKind] = {}
_FAMILIES: list[Callable[[], Iterable[GovernedKind]]] = []
# what other packages let the rights on any kind depend on, and hide
_MORE_CONDITIONS: list[Callable[[str], Iterable[ConditionField]]] = []
_MORE_FIELDS: list[Callable[[str], Iterable[tuple[str, str]]]] = []


def govern(kind: GovernedKind) -> GovernedKind:
    """Let rights speak of a kind."""
    _KINDS[kind.kind] = kind
    return kind


def govern_family(family: Callable[[], Iterable[GovernedKind]]) -> Callable[[], Iterable[GovernedKind]]:
    """Let rights speak of the kinds of a table, read at each question."""
    _FAMILIES.append(family)
    return family


def more_conditions(function: Callable[[str], Iterable[ConditionField]]) -> Callable[[str], Iterable[ConditionField]]:
    """Let rights depend on further fields: `function` names those of a kind."""
    _MORE_CONDITIONS.append(function)
    return function


def more_fields(function: Callable[[str], Iterable[tuple[str, str]]]) -> Callable[[str], Iterable[tuple[str, str]]]:
    """Let further fields be hidden: `function` gives (key, label) of those of a kind."""
    _MORE_FIELDS.append(function)
    return function


def governed_kinds() -> list[GovernedKind]:
    """Return every kind that rights speak of."""
    return [*_KINDS.values(), *(kind for family in _FAMILIES for kind in family())]


def governed(kind: str) -> GovernedKind | None:
    """Return the declaration of a kind, None where there is none."""
    return _KINDS.get(kind) or next((one for family in _FAMILIES for one in family() if one.kind == kind), None)


def fields_governed(kind: str) -> dict[str, str]:
    """Return the fields of a kind that can be hidden or read-only: key to label."""
    declared = governed(kind)
    known = {key: str(label) for key, label in (declared.fields if declared else ())}
    return known | {key: label for more in _MORE_FIELDS for key, label in more(kind)}


def conditions_of(kind: str) -> dict[str, ConditionField]:
    """Return the fields on which rights on a kind may depend."""
    declared = governed(kind)
    known = {one.key: one for one in (declared.conditions if declared else ())}
    return known | {one.key: one for more in _MORE_CONDITIONS for one in more(kind)}


def compiled(kind: str, condition: Condition) -> Q | None:
    """Return the condition on rows of a kind, None where it is broken: then nothing is seen by it."""
    declared = governed(kind)
    field = next((one for one in (declared.conditions if declared else ()) if one.key == condition.field), None)
    field = field or conditions_of(kind).get(condition.field)
    if field is None or condition.operator not in field.operators:
        return None
    try:
        return field.compile(condition.operator, condition.value)
    except (ValueError, LookupError, ValidationError):
        return None


def is_broken(kind: str, condition: Condition) -> bool:
    """Whether a condition means nothing (any more): its field, its operator, or what it names is not there."""
    field = conditions_of(kind).get(condition.field)
    chosen = field.choices if field is not None else None
    if chosen is not None and condition.value not in dict(chosen()):
        return True
    return compiled(kind, condition) is None


def worded(kind: str, condition: Condition) -> str:
    """Return a condition in the reader's words."""
    field = conditions_of(kind).get(condition.field)
    if field is None:
        return _("“%(field)s”, which is no more") % {"field": condition.field}
    operator = OPERATORS.get(condition.operator, condition.operator)
    value = dict(field.choices()).get(condition.value) if field.choices else condition.value
    return f"{field.label} {operator} {_('something that is no more') if value is None else f'“{value}”'}"


def read_conditions(told: object) -> tuple[Condition, ...]:
    """Read conditions as they are stored; what is no condition becomes a broken one, never none."""
    if not isinstance(told, list):
        return (Condition(str(told), "", ""),)
    return tuple(
        Condition(*map(str, one)) if isinstance(one, list | tuple) and len(one) == len(Condition._fields)
        else Condition(str(one), "", "")
        for one in told
    )  # fmt: skip
