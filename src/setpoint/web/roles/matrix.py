"""What a role grants at a glance: a row for each kind of record, a column for each thing that can be done."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.kernel.governed import ACTIONS, GovernedKind, conditions_of, governed_kinds, worded
from setpoint.kernel.models import Grant, Role
from setpoint.kernel.models.people import Scope
from setpoint.kernel.rights import ANY, OF_OFFICE
from setpoint.kernel.role_changes import Granted, granted_by

EVERYTHING = GovernedKind(ANY, _("All kinds of record"), ("see",), scopes=(Scope.ALL,))
SHORT: dict[str, Promise] = {
    Scope.OWN: pgettext_lazy("scope", "own"),
    Scope.TEAM: pgettext_lazy("scope", "team"),
    Scope.BELOW: pgettext_lazy("scope", "team and below"),
    Scope.TERRITORY: pgettext_lazy("scope", "territory"),
    Scope.ALL: pgettext_lazy("scope", "all"),
}


@dataclass(frozen=True)
class Cell:
    """What one role may do in one way with one kind, right by right; `able` where that can be done at all."""

    able: bool
    rights: list[tuple[str | Promise, list[str]]]


@dataclass(frozen=True)
class Line:
    """One kind of record."""

    kind: GovernedKind
    cells: list[Cell]
    fields: int

    @property
    def words(self) -> list[tuple[str | Promise, Cell]]:
        """What the role may do, where a table is too wide."""
        return [(label, cell) for label, cell in zip(ACTIONS.values(), self.cells, strict=True) if cell.rights]


def kinds() -> list[GovernedKind]:
    """Return every kind of which rights speak, that of all kinds first."""
    # what people work with before the loop, and that before what they administer
    places = {"loop": 1} | {prefix.rstrip("."): 2 for prefix in OF_OFFICE}
    return [EVERYTHING, *sorted(governed_kinds(), key=lambda one: places.get(one.kind.partition(".")[0], 0))]


def matrix(role: Role) -> list[Line]:
    """Return the lines of a role; rights on all kinds and on everything that can be done count everywhere."""
    granted = [granted_by(one) for one in Grant.objects.filter(role=role).order_by("pk")]
    hidden: dict[str, int] = {}
    for kind in role.field_rights.values_list("kind", flat=True):
        hidden[kind] = hidden.get(kind, 0) + 1
    return [
        Line(kind, [_cell(kind, action, granted) for action in ACTIONS], hidden.get(kind.kind, 0)) for kind in kinds()
    ]


def _cell(kind: GovernedKind, action: str, granted: Sequence[Granted]) -> Cell:
    found = [one for one in granted if one.kind in {kind.kind, ANY} and one.action in {action, ANY}]
    able = kind.kind == ANY or action in kind.actions
    if not able:
        return Cell(able=False, rights=[])
    if any(one.scope == Scope.ALL and not one.conditions for one in found):
        return Cell(able, [(SHORT[Scope.ALL], [])])
    rights = [(SHORT.get(one.scope, one.scope), [worded(kind.kind, told) for told in one.conditions]) for one in found]
    return Cell(able, rights)


def condition_choices(kind: str) -> list[tuple[str, str]]:
    """Return the fields on which rights on a kind may depend."""
    return [(key, str(one.label)) for key, one in conditions_of(kind).items()]
