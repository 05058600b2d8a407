"""Who may see and change the fields of kinds of record."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from setpoint.kernel.actors import Actor
from setpoint.kernel.governed import GovernedKind, govern
from setpoint.kernel.models.people import Scope
from setpoint.kernel.permissions import register_visible, scope_of
from setpoint.platform.fields.models import Field

KIND = "platform.field"

govern(GovernedKind(KIND, _("Fields"), ("see", "create", "change", "delete"), Field.objects.all, scopes=(Scope.ALL,)))


@register_visible(KIND)
def visible_fields(actor: Actor) -> QuerySet[Field]:
    """Return every field to those with the right to see fields; forms show them to everybody."""
    fields = Field.objects.all()
    return fields if scope_of(actor, KIND, "see") else fields.none()
