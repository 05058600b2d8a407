"""What happens to customers moves them into segments and out of them, within a second."""

from setpoint.domains.customers.models import Segment
from setpoint.domains.customers.permissions import KIND
from setpoint.domains.customers.segments.counting import count
from setpoint.domains.customers.segments.keeping import look
from setpoint.journal.followers import follower
from setpoint.journal.models import Fact

FOLLOWER = "segments"
BATCH = 200


@follower(FOLLOWER, batch=BATCH)
def follow(facts: list[Fact]) -> None:
    """Count what happened, and look at the customers it happened with."""
    parties = count(facts) | {fact.about_id for fact in facts if fact.about_kind == KIND}
    if parties:
        look(list(Segment.objects.filter(static=False).select_related("owner")), parties)
