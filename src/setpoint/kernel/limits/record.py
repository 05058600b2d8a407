"""Facts of limits."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from setpoint.kernel.facts import fact_type


@fact_type("kernel.limits_changed", sentence=gettext_noop("{actor} changed limits: {names}"))
@dataclass(frozen=True)
class LimitsChanged:
    """How much or how often may be otherwise; old and new numbers stand in the fact's changes."""

    names: str
