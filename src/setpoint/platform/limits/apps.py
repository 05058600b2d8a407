"""Limits as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class LimitsConfig(AppConfig):
    """How much and how often."""

    name = "setpoint.platform.limits"
    label = "limits"

    def ready(self) -> None:
        """Let the registry of facts find what is declared here."""
        import_module(f"{self.name}.record")
