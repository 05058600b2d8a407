"""The change of many records that somebody asks for, where he may make it."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from setpoint.kernel.actors import Actor
from setpoint.platform.lists.changes import Change, changes_of
from setpoint.platform.lists.kinds import list_of


def change_of(kind: str, key: str, by: Actor) -> Change:
    """Return a change that the actor may make; PermissionDenied otherwise."""
    found = changes_of(kind, list_of(kind).changes, by).get(key)
    if found is None or by.view_only:
        raise PermissionDenied(_("You have no right to do this. Ask your administrator or the head of your team."))
    return found
