"""Looking at the company with a colleague's eyes: who may, and the fact that he does."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.facts import fact_type
from setpoint.kernel.models import User
from setpoint.kernel.models.people import Scope
from setpoint.kernel.people import USER
from setpoint.kernel.permissions import require, rights_of
from setpoint.kernel.refs import Ref
from setpoint.kernel.rights import ANY, HIDDEN, Right, Rights


@fact_type("kernel.viewed_as", sentence=gettext_noop("{actor} looked at the company with the eyes of {name}"))
@dataclass(frozen=True)
class ViewedAs:
    """Somebody began to look with a colleague's eyes."""

    name: str


@transaction.atomic
def view_as(user: User, *, by: Actor) -> None:
    """Let `by` look with the eyes of `user`. PermissionDenied without the right, or where `user` may do more."""
    require_view_as(user, by)
    facts.emit(facts.NewFact(ViewedAs(user.name), about=Ref(USER, user.pk), by=by, occurred_at=company_now()))


def require_view_as(user: User, actor: Actor) -> None:
    """Raise PermissionDenied where `actor` may not look with the eyes of `user`."""
    require(actor, USER, "view_as", owner_id=user.pk)
    if actor.user_id == user.pk or not user.is_active:
        raise PermissionDenied(_("Only a colleague who works here can be looked at so."))
    if has_more(Rights(user.pk), rights_of(actor)):
        raise PermissionDenied(_("%(name)s may do more than you.") % {"name": user.name})


def has_more(his: Rights, mine: Rights) -> bool:
    """Whether somebody has a right, or sees a field, that I have not."""
    reached = his.user_id in mine.people and his.headed <= mine.headed
    if any(not _held(right, mine, reached=reached) for _who, right in _all(his)):
        return True
    kinds = {kind for _role, kind in mine.governed_fields}
    return any(mine.fields_at(kind, HIDDEN) - his.fields_at(kind, HIDDEN) for kind in kinds)


def _held(right: Right, mine: Rights, *, reached: bool) -> bool:
    enough = {Scope.ALL}
    if reached and right.scope in {Scope.OWN, Scope.TEAM, Scope.BELOW}:
        enough |= {Scope.BELOW}
    return any(
        one.kind in {right.kind, ANY} and one.action in {right.action, ANY} and one.scope in enough
        for one in mine.given
        if not one.conditions
    )


def _all(his: Rights) -> list[tuple[Rights, Right]]:
    return [(who, right) for who in (his, *his.stands_for) for right in who.given]
