"""Who sees which import, and who may import what."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setpoint.kernel.actors import Actor
from setpoint.kernel.governed import GovernedKind, govern
from setpoint.kernel.models.people import Scope
from setpoint.kernel.permissions import register_visible, require, scope_of, within_scope
from setpoint.platform.importing.kinds import ImportKind
from setpoint.platform.models import ImportRun

IMPORT = "platform.import"

govern(GovernedKind(IMPORT, gettext_lazy("Imports"), ("see", "create"), ImportRun.objects.all, owner="started_by"))


@register_visible(IMPORT)
def visible_imports(actor: Actor) -> QuerySet[ImportRun]:
    """Return the imports that the actor started, or all by right."""
    return within_scope(actor, ImportRun.objects.all(), IMPORT, "see", owner="started_by")


def require_import(by: Actor, kinds: Iterable[ImportKind]) -> None:
    """Raise PermissionDenied unless the actor may import, and create everywhere what the kinds create."""
    require(by, IMPORT, "create", owner_id=by.user_id)
    for kind in kinds:
        if any(scope_of(by, record, action) != Scope.ALL for record, action in kind.rights):
            raise PermissionDenied(_("You have no right to import “%(kind)s”.") % {"kind": kind.label})
