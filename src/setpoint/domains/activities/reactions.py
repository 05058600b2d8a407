"""What sequences do on facts: an activity that was done leads on, an answer or a decision stops."""

from setpoint.domains.activities.models import Enrolment, Sequence
from setpoint.domains.activities.operations import sequences
from setpoint.journal.followers import follower
from setpoint.journal.models import Fact
from setpoint.kernel.refs import Ref

ENDED, OF_CUSTOMERS = "activities.ended", "customers."
# a batch holds SQLite's one writer
BATCH = 200


@follower("sequences", batch=BATCH)
def follow(facts: list[Fact]) -> None:
    """Stop first, so that nobody is called after he has answered; then go on."""
    if not Enrolment.objects.filter(ended_at=None).exists():
        return
    stopping = {kind for stops in Sequence.objects.values_list("stops_on", flat=True) for kind in stops}
    for kind in sorted({fact.kind for fact in facts} & stopping):
        found = [fact for fact in facts if fact.kind == kind and not _from_us(fact)]
        abouts = {Ref(fact.about_kind, fact.about_id) for fact in found}
        customers = {fact.customer_id for fact in found if fact.customer_id and kind.startswith(OF_CUSTOMERS)}
        sequences.stop(kind, abouts, customers)
    ended = [fact for fact in facts if fact.kind == ENDED]
    cancelled = {fact.about_id for fact in ended if fact.data["result"] == "cancelled"}
    sequences.follow({fact.about_id for fact in ended} - cancelled, cancelled)


def _from_us(fact: Fact) -> bool:
    """Whether a contact went out from us: only what comes in is an answer."""
    return bool(fact.data.get("direction") == "out")
