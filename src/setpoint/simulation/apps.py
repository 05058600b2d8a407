"""The simulation as a Django app: only the bridge between its people and the real records."""

from django.apps import AppConfig


class SimulationConfig(AppConfig):
    """The simulated people of the demo company."""

    name = "setpoint.simulation"
    label = "simulation"
