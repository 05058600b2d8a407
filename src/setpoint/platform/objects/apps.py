"""Kinds of record of an administrator, as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class ObjectsConfig(AppConfig):
    """Kinds of record that an administrator creates, and their records."""

    name = "setpoint.platform.objects"
    label = "objects"

    def ready(self) -> None:
        """Let the registries find what is declared here."""
        for module in ("permissions", "record", "fields", "imports", "personal"):
            import_module(f"{self.name}.{module}")
