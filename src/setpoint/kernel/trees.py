"""Conditions on trees that everybody knows: the team of an owner, the territory of a record."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from setpoint.kernel.governed import ConditionField
from setpoint.kernel.models import Team, Territory

Tree = type[Team] | type[Territory]


def below(model: Tree, root: int) -> list[int]:
    """Return a node of a tree with all below it; none where it is no more. One query."""
    parents: dict[int, int | None] = dict(model.objects.values_list("pk", "parent_id"))
    return sorted(with_below([root], parents)) if root in parents else []


def with_below(roots: Iterable[int], parents: Mapping[int, int | None]) -> set[int]:
    """Return nodes of a tree with all below them; `parents` names the parent of each."""
    children: dict[int | None, list[int]] = {}
    for node, parent in parents.items():
        children.setdefault(parent, []).append(node)
    found, waiting = set(roots), list(roots)
    while waiting:
        below = set(children.get(waiting.pop(), ())) - found
        found |= below
        waiting += below
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


def found_once(model: type[Model], path: str, nodes: Collection[int]) -> Q:
    """Return the rows at whose `path` one of the nodes stands.

    What lies behind a relation is found first, by its index: a join would look it up for every row.
    """
    relation, _sign, name = path.rpartition("__")
    if not relation:
        return Q(**{f"{path}__in": nodes})
    related: Any = model._meta.get_field(relation).related_model
    return Q(**{f"{relation}__in": related.objects.filter(**{f"{name}__in": nodes}).values("pk")})


def team_condition(of: type[Model], path: str) -> ConditionField:
    """Let rights depend on the team that stands at `path` of rows of a model."""
    return _tree("team", _("Team of the owner"), of, path, Team)


def territory_condition(of: type[Model], path: str) -> ConditionField:
    """Let rights depend on the territory that stands at `path` of rows of a model."""
    return _tree("territory", _("Territory"), of, path, Territory)


def _tree(key: str, label: Any, of: type[Model], path: str, model: Tree) -> ConditionField:
    def compiled(operator: str, value: str) -> Q:
        nodes = [int(value)] if operator == "is" else below(model, int(value))
        if not nodes:
            raise LookupError(value)
        return found_once(of, path, nodes)

    return ConditionField(key, label, ("under", "is"), compiled, lambda: paths_of(model))
