"""Archives of everything as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class TakeoutConfig(AppConfig):
    """Everything out, in an open format, at any time."""

    name = "setpoint.platform.takeout"
    label = "takeout"

    def ready(self) -> None:
        """Let the registries find what it declares."""
        for module in ("permissions", "record"):
            import_module(f"{self.name}.{module}")
