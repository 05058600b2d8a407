"""Lists as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class ListsConfig(AppConfig):
    """Lists of every kind of record: columns, filters, saved views, bulk edits, exports."""

    name = "setpoint.platform.lists"
    label = "lists"

    def ready(self) -> None:
        """Let the registries find what is declared here."""
        for module in ("permissions", "record", "of_people", "of_objects", "personal"):
            import_module(f"{self.name}.{module}")
