"""Removals as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class RemovingConfig(AppConfig):
    """What was removed, where its rows went, and the way back."""

    name = "setpoint.platform.removing"
    label = "removing"

    def ready(self) -> None:
        """Let the registries find what can be removed here."""
        for module in ("record", "of_fields", "of_choices", "of_kinds", "of_roles"):
            import_module(f"{self.name}.{module}")
