"""Fields of records as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class FieldsConfig(AppConfig):
    """Fields that an administrator adds to kinds of record."""

    name = "setpoint.platform.fields"
    label = "fields"

    def ready(self) -> None:
        """Let the registries find what is declared here."""
        for module in ("permissions", "record", "forgetting", "following", "personal", "governing"):
            import_module(f"{self.name}.{module}")
