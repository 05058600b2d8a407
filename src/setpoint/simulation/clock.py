"""The slow clock of the demo company: days that pass by themselves."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.permissions import require, scope_of
from setpoint.kernel.refs import COMPANY
from setpoint.simulation.models import SimulatedLife
from setpoint.simulation.record import OFF, ON, SlowClockSet

SECONDS_PER_DAY = 60
MOVES = ("loop.plan", "change")
"""Who plans may let time pass."""


def may_move(by: Actor) -> bool:
    """Whether the actor may let days of the demo company pass."""
    return scope_of(by, *MOVES) is not None


def is_slow_clock_on() -> bool:
    """Whether days pass by themselves."""
    return SimulatedLife.objects.filter(seconds_per_day__isnull=False).exists()


@transaction.atomic
def set_slow_clock(*, seconds_per_day: int | None, by: Actor) -> None:
    """Let a day pass by itself in so many machine seconds; None: days pass only when asked for.

    ValidationError where nobody is simulated, or for less than a second; PermissionDenied without the right.
    """
    if not may_move(by):
        require(by, *MOVES)
    life = SimulatedLife.objects.select_for_update().first()
    if life is None:
        raise ValidationError(_("Only the demo company has people who live by themselves."))
    if seconds_per_day is not None and seconds_per_day < 1:
        raise ValidationError(_("A day takes a second at least."))
    if life.seconds_per_day == seconds_per_day:
        return
    changes = {"seconds_per_day": [life.seconds_per_day, seconds_per_day]}
    life.seconds_per_day, life.moved_at = seconds_per_day, None
    life.save(update_fields=["seconds_per_day", "moved_at"])
    told = SlowClockSet(OFF if seconds_per_day is None else ON)
    facts.emit(facts.NewFact(told, about=COMPANY, by=by, occurred_at=company_now(), changes=changes))
