"""Facts written here."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from setpoint.kernel.facts import fact_type

ON, OFF = gettext_noop("the slow clock is on"), gettext_noop("the slow clock is off")


@fact_type("simulation.slow_clock_set", sentence=gettext_noop("{actor}: {switched}"), translated=("switched",))
@dataclass(frozen=True)
class SlowClockSet:
    """Days of the demo company pass by themselves, or no more; machine seconds of a day in the fact's changes."""

    switched: str
