"""Why somebody can, or cannot, do something with a record: every right of his, and where it ends."""

from dataclasses import dataclass

from django.db.models import Q

from setpoint.kernel.actors import Actor
from setpoint.kernel.governed import fields_governed, governed, worded
from setpoint.kernel.models import Role, User
from setpoint.kernel.models.people import Scope
from setpoint.kernel.permissions import in_scope, may, remembering, rights_of, visible_to
from setpoint.kernel.rights import HIDDEN


@dataclass(frozen=True)
class Reason:
    """One right and what of it the record fulfils; `absent` names the colleague whose right it is, "" for his own."""

    role: str
    absent: str
    scope: Scope
    in_scope: bool
    conditions: list[tuple[str, bool]]

    @property
    def lets(self) -> bool:
        """Whether this right alone is enough."""
        return self.in_scope and all(holds for _words, holds in self.conditions)


@dataclass(frozen=True)
class Explanation:
    """Whether he can, by which rights, by which not; `shut_out`: nothing holds, for he cannot come in."""

    can: bool
    shut_out: bool
    reasons: list[Reason]
    hidden: list[str]


def explain(user: User, kind: str, record: int, action: str = "see") -> Explanation:
    """Explain a person's right to do `action` on a record. LookupError for a kind of which rights do not speak."""
    declared = governed(kind)
    if declared is None or declared.rows is None:
        raise LookupError(kind)
    actor = remembering(Actor.of(user))
    rights = rights_of(actor)
    rows = declared.rows().filter(pk=record)
    names = dict(Role.objects.values_list("pk", "name"))
    reasons = []
    for who, right in rights.covering(kind, action):
        # what nobody owns and lies nowhere is reached by every scope
        everywhere = declared.owner is None and declared.territory is None
        reached = Q() if everywhere else in_scope(who, right.scope, kind, declared.owner, of_people=False)
        told = [(worded(kind, one), rows.filter(who.condition(kind, one)).exists()) for one in right.conditions]
        absent = who.name if who is not rights else ""
        reasons.append(Reason(names.get(right.role or 0, ""), absent, right.scope, rows.filter(reached).exists(), told))
    can = visible_to(actor, kind).filter(pk=record).exists() if action == "see" else may(actor, kind, action, record)
    labels = fields_governed(kind)
    hidden = sorted(labels.get(field, field) for field in rights.fields_at(kind, HIDDEN))
    return Explanation(can, not rights.holds, reasons, hidden)
