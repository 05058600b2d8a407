"""What imports hold of a person: rows that were given back, and events that wait; the former not for ever."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from setpoint.kernel.facts import JsonDict
from setpoint.platform.models import RefusedRow, ReleaseItem
from setpoint.platform.personal.free_texts import told
from setpoint.platform.personal.models import Deed
from setpoint.platform.personal.parts import Part, register_part
from setpoint.platform.personal.retention import Kept, register_kept


def held(person: int) -> list[JsonDict]:
    """Return rows and events that name the person."""
    return told(RefusedRow, person, "cells") + told(ReleaseItem, person, "payload")


def _due(before: datetime, most: int) -> list[int]:
    rows = RefusedRow.objects.filter(file__run__uploaded_at__lt=before)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:most])


def _drop(numbers: list[int], _deed: str) -> int:
    return RefusedRow.objects.filter(pk__in=numbers).delete()[0]


HELD = ("platform_refusedrow", "platform_releaseitem")
register_part(Part("imports", _("Rows of imports"), held, tables=HELD, position=60))
register_kept(Kept("platform.refused_row", _("Rows that imports gave back"), (Deed.REPORT, Deed.ERASE), _due, _drop))
