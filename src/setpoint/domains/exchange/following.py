"""From facts to deliveries: each endpoint gets those of its kinds that its owner sees, in the order of commits."""

import secrets
from collections.abc import Sequence

from setpoint.domains.exchange.models import Delivery, Endpoint
from setpoint.domains.exchange.operations.endpoints import JOB
from setpoint.journal.followers import follower
from setpoint.journal.models import Fact
from setpoint.journal.reading import visible_facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import machine_now
from setpoint.kernel.jobs import enqueue
from setpoint.kernel.permissions import remembering

# an endpoint that told of its own deliveries would never be silent
OWN = "exchange."


@follower("webhooks")
def prepare(facts: list[Fact]) -> None:
    """Put deliveries into the outbox; jobs take them from there."""
    told = [fact for fact in facts if not fact.kind.startswith(OWN)]
    endpoints = list(Endpoint.objects.filter(removed_at=None).select_related("owner")) if told else []
    for endpoint in endpoints:
        wanted = [fact for fact in told if not endpoint.kinds or fact.kind in endpoint.kinds]
        if fresh := _seen(endpoint, wanted):
            _put(endpoint, fresh)


def _seen(endpoint: Endpoint, facts: Sequence[Fact]) -> list[Fact]:
    if not facts:
        return []
    by = remembering(Actor.of(endpoint.owner, door="connector"))
    seen = visible_facts(by, {fact.about_kind for fact in facts}).filter(pk__in=[fact.pk for fact in facts])
    numbers = set(seen.values_list("pk", flat=True))
    return [fact for fact in facts if fact.pk in numbers]


def _put(endpoint: Endpoint, facts: Sequence[Fact]) -> None:
    now = machine_now()
    Delivery.objects.bulk_create(
        [
            Delivery(
                endpoint=endpoint,
                identity=f"msg_{secrets.token_hex(16)}",
                fact=fact.pk,
                fact_kind=fact.kind,
                about_kind=fact.about_kind,
                about_id=fact.about_id,
                made_at=now,
                due_at=now,
            )
            for fact in facts
        ]
    )
    # a job of its own for each batch: one at work may just have looked for the last time
    enqueue(JOB, {"endpoint": endpoint.pk}, key=f"{endpoint.pk}:{facts[0].pk}")
