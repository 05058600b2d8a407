"""Saving views, choosing columns, and with which view a list opens."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now, machine_now
from setpoint.kernel.models import User
from setpoint.kernel.people import USER
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import Ref
from setpoint.platform.lists.models import ListChoice, SavedView, Shared
from setpoint.platform.lists.permissions import VIEW
from setpoint.platform.lists.record import ListArranged, ViewDeleted, ViewSaved

MOST_COLUMNS = 60
LONGEST = 20_000


@transaction.atomic
def save(
    kind: str,
    *,
    name: str,
    asked: Mapping[str, str],
    columns: Sequence[str],
    by: Actor,
    shared: str = Shared.NOBODY,
) -> SavedView:
    """Save a view of the actor's under a name, in the place of his view of that name. ValidationError by field."""
    person = _person(by)
    name = " ".join(name.split())
    view = SavedView.objects.select_for_update().filter(kind=kind, owner=person, name=name).first()
    old = _said(view) if view else {"asked": None, "columns": None, "shared": None}
    view = view or SavedView(kind=kind, owner=person, name=name)
    view.asked, view.columns, view.shared = dict(asked), list(columns)[:MOST_COLUMNS], shared
    view.team_id = person.team_id if shared == Shared.TEAM else None
    view.saved_at = machine_now()
    if shared == Shared.TEAM and person.team_id is None:
        raise ValidationError({"shared": _("You are in no team. Share the view with everybody, or keep it.")})
    if sum(len(value) for value in asked.values()) > LONGEST:
        raise ValidationError({"name": _("This view asks for more than can be saved. Take some conditions away.")})
    view.full_clean(exclude=["asked", "columns"], validate_unique=False, validate_constraints=False)
    new = _said(view)
    if new == old:
        return view
    view.save()
    _tell(ViewSaved(name, kind), view.pk, by, {key: [old[key], new[key]] for key in new if new[key] != old[key]})
    return view


@transaction.atomic
def delete(view: SavedView, *, by: Actor) -> None:
    """Delete a view: one's own, or by the right to delete views."""
    view = SavedView.objects.select_for_update().get(pk=view.pk)
    if by.is_person and view.owner_id != by.user_id:
        require(by, VIEW, "delete", owner_id=view.owner_id)
    _tell(ViewDeleted(view.name, view.kind), view.pk, by, {})
    view.delete()


@transaction.atomic
def choose_columns(kind: str, columns: Sequence[str] | None, *, by: Actor, view: SavedView | None = None) -> None:
    """Keep which columns the actor sees in a list or view, in their order; None = those that are usual."""
    person = _person(by)
    chosen = None if columns is None else list(dict.fromkeys(columns))[:MOST_COLUMNS]
    row = ListChoice.objects.select_for_update().filter(kind=kind, person=person, view=view).first()
    row = row or ListChoice(kind=kind, person=person, view=view)
    if row.columns == chosen:
        return
    changes = {"columns": [row.columns, chosen]}
    row.columns = chosen
    row.save()
    _tell_person(kind, person, by, changes)


@transaction.atomic
def open_with(kind: str, view: SavedView | None, *, by: Actor) -> None:
    """Let a list open with a view, for the actor alone; None = with all its rows."""
    person = _person(by)
    now = ListChoice.objects.select_for_update().filter(kind=kind, person=person, opens=True).first()
    old = now.view_id if now else None
    new = view.pk if view else None
    if old == new:
        return
    if now is not None:
        now.opens = False
        now.save(update_fields=["opens"])
    if view is not None:
        ListChoice.objects.update_or_create(kind=kind, person=person, view=view, defaults={"opens": True})
    _tell_person(kind, person, by, {"view": [old, new]})


def _person(by: Actor) -> User:
    if by.user_id is None:
        raise PermissionDenied
    return User.objects.get(pk=by.user_id)


def _said(view: SavedView) -> dict[str, Any]:
    return {"asked": view.asked, "columns": view.columns, "shared": str(view.shared)}


def _tell(payload: Any, view: int, by: Actor, changes: Mapping[str, Sequence[Any]]) -> None:
    facts.emit(facts.NewFact(payload, about=Ref(VIEW, view), by=by, occurred_at=company_now(), changes=changes))


def _tell_person(kind: str, person: User, by: Actor, changes: Mapping[str, Sequence[Any]]) -> None:
    about = Ref(USER, person.pk)
    facts.emit(facts.NewFact(ListArranged(kind), about=about, by=by, occurred_at=company_now(), changes=changes))
