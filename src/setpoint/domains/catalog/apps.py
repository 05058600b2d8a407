"""The catalog domain as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Products and their list prices."""

    name = "setpoint.domains.catalog"
    label = "catalog"

    def ready(self) -> None:
        """Let the registries find what this domain declares."""
        for module in ("permissions", "record", "imports", "fields", "search", "lists"):
            import_module(f"{self.name}.{module}")
