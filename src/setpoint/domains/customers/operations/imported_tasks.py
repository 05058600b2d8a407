"""Tasks of other systems, brought and kept as they came."""

from collections.abc import Sequence

from django.db import transaction

from setpoint.domains.customers.models import ImportedTask
from setpoint.domains.customers.permissions import TASK, require_any
from setpoint.domains.customers.record import TaskBrought
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.bulk import insert_objects
from setpoint.kernel.clock import company_now
from setpoint.kernel.refs import Ref


@transaction.atomic
def bring(tasks: Sequence[ImportedTask], *, by: Actor) -> list[ImportedTask]:
    """Save unsaved tasks with their facts, in sets; each is told at the moment when it began there."""
    require_any(by, "change")
    insert_objects(ImportedTask, list(tasks))
    now = company_now()
    facts.emit_many(
        [
            facts.NewFact(
                TaskBrought(
                    subject=task.subject,
                    owner_name=task.owner_name,
                    due_on=task.due_on.isoformat() if task.due_on else "",
                    state=task.state,
                ),
                about=Ref(TASK, task.pk),
                by=by,
                occurred_at=min(task.begun_at or now, now),
                customer=task.party_id,
                person=task.party_id if task.party is not None and task.party.is_personal else None,
            )
            for task in tasks
        ]
    )
    return list(tasks)
