"""The control step of the loop as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class ControlConfig(AppConfig):
    """Runs, forecasts and cases."""

    name = "setpoint.loop.control"
    label = "control"

    def ready(self) -> None:
        """Declare facts and rights."""
        for module in ("permissions", "record", "personal", "operations.rules"):
            import_module(f"{self.name}.{module}")
