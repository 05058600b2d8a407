"""A company that records and informs, as the CRMs of today let it."""

from setpoint.simulation.bench.policies.base import Steering


class OpenLoop(Steering):
    """Nothing is steered."""
