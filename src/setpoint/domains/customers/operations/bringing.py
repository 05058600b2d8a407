"""Rows of a card brought to what another program says: the same ones stay, others change, come or go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.operations import details
from setpoint.kernel.actors import Actor


@dataclass(frozen=True)
class There:
    """A row of the card; within its group one can change into another. `values` as the other program knows them."""

    row: Any
    group: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class Wanted:
    """A row as it is to be, unsaved; `first`: it comes before others of its group."""

    row: Any
    group: str
    values: Mapping[str, str]
    first: bool = False


def bring(there: Sequence[There], wanted: Sequence[Wanted], party: Party, *, by: Actor) -> bool:
    """Let rows say what is wanted, by the operations on them; return whether anything changed."""
    left, missing = list(there), []
    first: dict[str, Any] = {}
    for one in wanted:
        same = next((other for other in left if (other.group, other.values) == (one.group, one.values)), None)
        if same is None:
            missing.append(one)
            continue
        left.remove(same)
        if one.first:
            first.setdefault(one.group, same.row)
    new: list[Any] = []
    changed = False
    for one in missing:
        other = next((other for other in left if other.group == one.group), None)
        if other is None:
            one.row.party = party
            one.row.is_primary = one.first and one.group not in first
            new.append(one.row)
            continue
        left.remove(other)
        details.change(other.row, {k: value for k, value in one.values.items() if other.values[k] != value}, by=by)
        changed = True
        if one.first:
            first.setdefault(one.group, other.row)
    if left:
        details.remove_many([other.row for other in left], by=by)
    if new:
        details.add_many(new, by=by)
    return _be_first(list(first.values()), by) or changed or bool(left or new)


def _be_first(rows: Sequence[Any], by: Actor) -> bool:
    changed = False
    for row in rows:
        row.refresh_from_db()
        if not row.is_primary:
            details.change(row, {"is_primary": True}, by=by)
            changed = True
    return changed
