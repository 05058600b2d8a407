"""From facts to live events: one row per record and batch, in the order of commits."""

from datetime import timedelta

from django.db import connection

from setpoint.journal.followers import follower
from setpoint.journal.models import Fact
from setpoint.kernel.clock import machine_now
from setpoint.platform.models import LiveEvent

KEPT = timedelta(minutes=10)
CHANNEL = "setpoint_live"


@follower("live")
def tell(facts: list[Fact]) -> None:
    """Note the records these facts are about, and their customers."""
    about = {(fact.about_kind, fact.about_id): None for fact in facts}
    about |= {("customers.party", fact.customer_id): None for fact in facts if fact.customer_id}
    now = machine_now()
    LiveEvent.objects.filter(created_at__lt=now - KEPT).delete()
    LiveEvent.objects.bulk_create(
        (LiveEvent(kind=kind, record_id=record_id, created_at=now) for kind, record_id in about), batch_size=500
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # heard when this transaction has committed
            cursor.execute(f"NOTIFY {CHANNEL}")
