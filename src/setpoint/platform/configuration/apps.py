"""The configuration file as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class ConfigurationConfig(AppConfig):
    """Export and import of the configuration."""

    name = "setpoint.platform.configuration"
    label = "configuration"

    def ready(self) -> None:
        """Let the registries find what is declared here."""
        for module in ("record", "of_company", "of_limits", "of_working_time", "of_roles", "of_kinds", "of_fields"):
            import_module(f"{self.name}.{module}")
