"""Segments of customers."""

from collections.abc import Sequence

from setpoint.api.resources.base import named
from setpoint.api.verbs.base import verb
from setpoint.domains.customers.models import Segment
from setpoint.domains.customers.operations import segments
from setpoint.kernel.actors import Actor

KIND = "customers.party"


def create(*, name: str, filter: str = "", static: bool = False, by: Actor) -> Segment:  # noqa: A002 - as in lists
    """Make a segment: of whom a filter of the list of customers finds, or (`static`) chosen by hand."""
    return segments.save(Segment(name=name, static=static, asked="" if static else filter), by=by)


def change(segment: Segment, *, name: str | None = None, filter: str | None = None, by: Actor) -> Segment:  # noqa: A002 - as in lists
    """Change the name or the conditions of a segment; what is left out stays."""
    segment.name = segment.name if name is None else name
    segment.asked = segment.asked if filter is None else filter
    return segments.save(segment, by=by)


def add(segment: Segment, *, customers: Sequence[int], by: Actor) -> int:
    """Put customers into a segment chosen by hand; return how many were not in it."""
    return segments.add(segment, list(named(KIND, list(customers), by, "customers")), by=by)


def take_out(segment: Segment, *, customers: Sequence[int], by: Actor) -> int:
    """Take customers out of a segment chosen by hand; return how many were in it."""
    return segments.remove(segment, list(named(KIND, list(customers), by, "customers")), by=by)


verb("create_segment", "POST", "segments", create)
verb("change_segment", "PATCH", "segments/{segment}", change)
verb("delete_segment", "DELETE", "segments/{segment}", segments.delete)
verb("add_to_segment", "POST", "segments/{segment}/members", add)
verb("take_out_of_segment", "POST", "segments/{segment}/removals", take_out)
