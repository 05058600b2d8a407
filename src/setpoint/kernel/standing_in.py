"""In whose name somebody acts: a deputy whose own rights would not have let him acts for the absent colleague."""

from collections.abc import Collection, Sequence
from itertools import groupby

from django.db.models import Q
from django.utils.translation import gettext as _

from setpoint.kernel.actors import Actor
from setpoint.kernel.facts import NewFact
from setpoint.kernel.governed import governed
from setpoint.kernel.permissions import reached_by
from setpoint.kernel.rights import Rights


def labels(facts: Sequence[NewFact]) -> list[str]:
    """Return who is told to have done each: "Sara Stone for Henry Hale" for a deputy.

    No query where the author remembers no rights (`permissions.remembering`) or stands in for nobody, else at most one
    for each kind of record, of all facts together, and each person stood in for.
    """
    return [label for (by, kind), some in groupby(facts, _author) for label in _of_one(by, kind, list(some))]


def _author(fact: NewFact) -> tuple[Actor, str]:
    return fact.by, fact.about.kind


def _of_one(by: Actor, kind: str, facts: Sequence[NewFact]) -> list[str]:
    if not by.is_person or by.rights is None or not by.rights.stands_for:
        return [by.label] * len(facts)
    told = {fact.about.id: by.label for fact in facts}
    left = set(told) - _reached(by.rights, kind, set(told))
    for absent in by.rights.stands_for:
        reached = _reached(absent, kind, left)
        name = _("%(deputy)s for %(absent)s") % {"deputy": by.label, "absent": absent.name}
        told |= dict.fromkeys(reached, name)
        left -= reached
    return [told[fact.about.id] for fact in facts]


def _reached(who: Rights, kind: str, ids: Collection[int]) -> set[int]:
    """Return those of the records with which somebody's own rights let him do more than look."""
    own = [right for right in who.given if right.action != "see" and right.covers(kind, right.action)]
    declared = governed(kind)
    if not own or not ids or declared is None or declared.rows is None:
        return set(ids) if own else set()
    found = Q(pk__in=())
    for right in own:
        found |= reached_by(who, right, kind, declared.owner)
    return set(declared.rows().filter(found, pk__in=ids).values_list("pk", flat=True))
