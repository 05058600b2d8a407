"""Facts of the platform."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from setpoint.kernel.facts import fact_type


@fact_type(
    "platform.replay_ended", sentence=gettext_noop("{actor} ended the replay: company time is the present again")
)
@dataclass(frozen=True)
class ReplayEnded:
    """A replay has reached the end of its export; `day` is where company time stood, ISO."""

    day: str
