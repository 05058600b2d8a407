"""A forgotten person goes out of the index at once; his records come back without him."""

from setpoint.journal.forgetting import register_shredder
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.permissions import visible_to
from setpoint.platform.search.following import wait
from setpoint.platform.search.indexing import take_out
from setpoint.platform.search.kinds import all_kinds


@register_shredder("platform_searchlist")
@register_shredder("platform_searchword")
@register_shredder("platform_searchentry")
def shred(person_id: int) -> None:
    """Take every record that holds values of the person out; a job indexes them again as they are then."""
    for kind in all_kinds().values():
        if kind.person:
            rows = visible_to(SYSTEM, kind.kind).filter(**{kind.person: person_id})
            ids = list(rows.values_list("pk", flat=True))
            if ids:
                take_out(kind, ids)
                wait(kind, ids)
