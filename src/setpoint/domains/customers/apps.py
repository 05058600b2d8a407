"""The customers domain as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """People and organisations."""

    name = "setpoint.domains.customers"
    label = "customers"

    def ready(self) -> None:
        """Let the registries find what this domain declares."""
        for module in (
            "permissions",
            "record",
            "configuration",
            "fields",
            "imports",
            "search",
            "lists",
            "exporting",
            "personal",
            "forgetting",
            "merging.forgetting",
            "duplicates.rules",
            "duplicates.following",
            "segments.columns",
            "segments.following",
            "removing",
        ):
            import_module(f"{self.name}.{module}")
