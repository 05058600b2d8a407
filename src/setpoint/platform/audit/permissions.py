"""Who audits. It is a right on facts, not on records: what is gone, and what nobody else sees, is audited too."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from setpoint.journal.models import Fact
from setpoint.journal.models.fact import FactQuerySet
from setpoint.journal.reading import visible_facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.governed import GovernedKind, govern
from setpoint.kernel.models.people import Scope
from setpoint.kernel.permissions import scope_of

KIND = "platform.audit"
govern(GovernedKind(KIND, _("Audit"), ("see", "export"), scopes=(Scope.OWN, Scope.ALL)))


def audited(actor: Actor) -> FactQuerySet:
    """Return every fact, retractions too, to whoever audits all; with a lesser scope those about records one sees.

    PermissionDenied without the right.
    """
    match scope_of(actor, KIND, "see"):
        case None:
            raise PermissionDenied
        case Scope.ALL:
            return Fact.objects.all()
        case _:
            return visible_facts(actor)
