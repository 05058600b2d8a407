"""Conditions on trees that everybody knows: the team of an owner, the territory of a record."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setpoint.kernel.governed import ConditionField
from setpoint.kernel.models import Team, Territory

Tree = type[Team] | type[Territory]


def below(model: Tree, root: int) -> list[int]:
    """Return a node of a tree with all below it; none where it is no more. One query."""
    parents: dict[int, int | None] = dict(model.objects.values_list("pk", "parent_id"))
    found = [root] if root in parents else []
    for node in found:
        found += [child for child, parent in parents.items() if parent == node]
    return found


def paths_of(model: Tree) -> Sequence[tuple[str, str]]:
    """Return the nodes of a tree as choices, each named with those above it: "Sales / North"."""
    rows: dict[int, tuple[str, int | None]] = {
        pk: (name, parent) for pk, name, parent in model.objects.values_list("pk", "name", "parent_id")
    }
    gone = Territory.objects.filter(removed_at__isnull=False) if model is Territory else Territory.objects.none()
    removed = set(gone.values_list("pk", flat=True))

    def path(node: int) -> str:
        name, parent = rows[node]
        return name if parent is None else f"{path(parent)} / {name}"

    return sorted(
        ((str(node), path(node)) for node in rows if node not in removed), key=lambda pair: pair[1].casefold()
    )


def team_condition(path: str) -> ConditionField:
    """Let rights depend on the team that stands at `path`."""
    return _tree("team", _("Team of the owner"), path, Team)


def territory_condition(path: str) -> ConditionField:
    """Let rights depend on the territory that stands at `path`."""
    return _tree("territory", _("Territory"), path, Territory)


def _tree(key: str, label: Any, path: str, model: Tree) -> ConditionField:
    def compiled(operator: str, value: str) -> Q:
        nodes = [int(value)] if operator == "is" else below(model, int(value))
        if not nodes:
            raise LookupError(value)
        return Q(**{f"{path}__in": nodes})

    return ConditionField(key, label, ("under", "is"), compiled, lambda: paths_of(model))
