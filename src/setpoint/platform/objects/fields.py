"""Records of an administrator's kinds carry fields as all others do."""

from collections.abc import Iterable
from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import within_scope
from setpoint.platform.fields.kinds import FieldKind, Native, provide
from setpoint.platform.objects.models import ObjectKind, ObjectRecord
from setpoint.platform.objects.permissions import records_of


def _rows(kind: str, actor: Actor, action: str) -> QuerySet[ObjectRecord]:
    return within_scope(actor, records_of(kind), kind, action)


@provide
def kinds() -> Iterable[FieldKind]:
    """Return the kinds there are now."""
    return [
        FieldKind(
            one.kind,
            str(one),
            partial(_rows, one.kind),
            natives=(
                Native("name", _("Name"), "text", "name"),
                Native("owner", pgettext_lazy("of a deal", "Owner"), "text", "owner__name"),
                Native("created", _("Created"), "date", "created_at"),
            ),
        )
        for one in ObjectKind.objects.filter(removed_at__isnull=True)
    ]
