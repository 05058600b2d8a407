"""The simulation as a Django app: only the bridge between its people and the real records."""

from importlib import import_module

from django.apps import AppConfig


class SimulationConfig(AppConfig):
    """The simulated people of the demo company."""

    name = "setpoint.simulation"
    label = "simulation"

    def ready(self) -> None:
        """Declare the facts written here."""
        import_module("setpoint.simulation.record")
