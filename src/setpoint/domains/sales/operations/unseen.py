"""No lead lies unseen: those not answered within the norm of their source are told of, once."""

from datetime import datetime

from django.db import transaction

from setpoint.domains.sales.lead_facts import lead_fact
from setpoint.domains.sales.lead_record import LeadOverdue
from setpoint.domains.sales.models import Lead
from setpoint.domains.sales.operations.intake import give_out
from setpoint.domains.sales.operations.nurturing import resume_many
from setpoint.kernel import facts
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.bulk import update_each
from setpoint.kernel.clock import company_now

BATCH = 500


@transaction.atomic
def escalate(*, by: Actor, now: datetime | None = None) -> int:
    """Write of every open lead whose first answer is overdue that it is, once each; return how many."""
    moment = now or company_now()
    late = Lead.objects.unseen().filter(due_at__lt=moment, escalated_at=None, nurture=None)
    rows = list(
        late.select_for_update(of=("self",))
        .select_related("owner", "state", "customer", "source")
        .order_by("due_at")[:BATCH]
    )
    for lead in rows:
        lead.escalated_at = moment
    update_each(rows, ["escalated_at"])
    facts.emit_many([lead_fact(lead, LeadOverdue, by, moment, norm_minutes=lead.source.norm_minutes) for lead in rows])
    return len(rows)


def keep_watch() -> None:
    """Tell of what is overdue; take back from marketing what is due; offer to the rules what they gave to nobody."""
    while escalate(by=SYSTEM) == BATCH:
        pass
    now = company_now()
    ripe = list(Lead.objects.open().filter(nurture__until__lte=now.date()).values_list("pk", flat=True)[:BATCH])
    with transaction.atomic():
        resume_many(ripe, by=SYSTEM)
        unowned = Lead.objects.unseen().filter(owner=None, nurture=None)
        give_out(list(unowned.select_related("customer", "source", "state").order_by("received_at")[:BATCH]))
