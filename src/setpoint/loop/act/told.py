"""A fact about a correction."""

from datetime import datetime
from typing import Any

from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.facts import NewFact
from setpoint.kernel.refs import Ref
from setpoint.loop.act.levers import LEVERS, plain
from setpoint.loop.act.models import Correction
from setpoint.loop.act.permissions import KIND


def told(correction: Correction, payload: type, by: Actor, *, at: datetime | None = None, **values: Any) -> NewFact:
    """Return the fact of this payload, about the correction, now unless `at` says when."""
    return NewFact(
        payload(
            lever=correction.lever,
            lever_name=plain(LEVERS[correction.lever].name),
            parameter=correction.parameter,
            scope_kind=correction.scope_kind,
            scope_id=correction.scope_id,
            **values,
        ),
        about=Ref(KIND, correction.pk),
        by=by,
        occurred_at=at or company_now(),
    )
