"""The channels domain as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """Consents."""

    name = "setpoint.domains.channels"
    label = "channels"

    def ready(self) -> None:
        """Let the registries find what this domain declares."""
        for module in ("permissions", "record", "personal", "guarding"):
            import_module(f"{self.name}.{module}")
