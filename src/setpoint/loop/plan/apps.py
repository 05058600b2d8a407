"""The plan step of the loop as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class PlanConfig(AppConfig):
    """Goals and their versions."""

    name = "setpoint.loop.plan"
    label = "plan"

    def ready(self) -> None:
        """Declare facts and rights."""
        for module in ("permissions", "record", "personal"):
            import_module(f"{self.name}.{module}")
