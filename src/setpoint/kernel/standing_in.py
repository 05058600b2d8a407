"""In whose name somebody acts: a deputy whose own rights would not have let him acts for the absent colleague."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from setpoint.kernel.facts import NewFact
from setpoint.kernel.governed import governed
from setpoint.kernel.permissions import reached_by
from setpoint.kernel.rights import Rights


def labels(facts: Sequence[NewFact]) -> list[str]:
    """Return who is told to have done each: "Sara Stone for Henry Hale" for a deputy. No query where there is none."""
    return [_label(fact) for fact in facts]


def _label(fact: NewFact) -> str:
    by = fact.by
    if not by.is_person or by.rights is None or not by.rights.stands_for:
        return by.label
    if _acts(by.rights, fact):
        return by.label
    for absent in by.rights.stands_for:
        if _acts(absent, fact):
            return _("%(deputy)s for %(absent)s") % {"deputy": by.label, "absent": absent.name}
    return by.label


def _acts(who: Rights, fact: NewFact) -> bool:
    """Whether somebody's own rights let him do more with the record than look."""
    kind = fact.about.kind
    own = [right for right in who.given if right.action != "see" and right.covers(kind, right.action)]
    declared = governed(kind)
    if not own or declared is None or declared.rows is None:
        return bool(own)
    found = Q(pk__in=())
    for right in own:
        found |= reached_by(who, right, kind, declared.owner)
    return bool(declared.rows().filter(found, pk=fact.about.id).exists())
