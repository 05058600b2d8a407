"""Keeps stored formulas up to date: follows the journal, whatever changed the record."""

from setpoint.journal.followers import follower
from setpoint.journal.models import Fact
from setpoint.kernel.actors import SYSTEM
from setpoint.platform.fields.kinds import all_kinds
from setpoint.platform.fields.models import Field, FieldType
from setpoint.platform.fields.storing import store


@follower("fields.formulas")
def recompute(facts: list[Fact]) -> None:
    """Compute the formulas of records that something became known about."""
    wanted = Field.objects.filter(type=FieldType.FORMULA, removed_at__isnull=True)
    kinds = set(wanted.values_list("kind", flat=True).distinct())
    known = all_kinds() if kinds else {}
    for name in kinds & known.keys():
        ids = sorted({fact.about_id for fact in facts if fact.about_kind == name})
        there = known[name].rows(SYSTEM, "see").filter(pk__in=ids)
        store(name, list(there.values_list("pk", flat=True)) if ids else [])
