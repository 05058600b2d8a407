"""Tables of the simulation."""

from setpoint.simulation.models.life import SimulatedLife

__all__ = ["SimulatedLife"]
