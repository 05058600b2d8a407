"""Limits as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class LimitsConfig(AppConfig):
    """How much and how often."""

    name = "setpoint.kernel.limits"
    label = "limits"

    def ready(self) -> None:
        """Let the registries find what is declared here."""
        for module in ("record", "operations", "of_tokens", "of_upkeep"):
            import_module(f"{self.name}.{module}")
