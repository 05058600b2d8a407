"""From facts to live events: one row per record and batch, in the order of commits."""

from datetime import timedelta

from setpoint.journal.followers import follower
from setpoint.journal.models import Fact
from setpoint.kernel.clock import machine_now
from setpoint.platform.live.announcing import announce
from setpoint.platform.models import LiveEvent

KEPT = timedelta(minutes=10)


@follower("live")
def tell(facts: list[Fact]) -> None:
    """Note the records these facts are about, and their customers."""
    about = {(fact.about_kind, fact.about_id): None for fact in facts}
    about |= {("customers.party", fact.customer_id): None for fact in facts if fact.customer_id}
    now = machine_now()
    LiveEvent.objects.filter(created_at__lt=now - KEPT).delete()
    announce(about)
