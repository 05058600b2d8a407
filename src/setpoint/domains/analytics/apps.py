"""The analytics domain as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    """Reports over the whole history."""

    name = "setpoint.domains.analytics"
    label = "analytics"

    def ready(self) -> None:
        """Let the registries find what this domain declares."""
        for module in ("record", "permissions", "limits", "search", "sources.every", "reports.every"):
            import_module(f"{self.name}.{module}")
