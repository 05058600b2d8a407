"""The activities domain as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """Tasks, calls and meetings."""

    name = "setpoint.domains.activities"
    label = "activities"

    def ready(self) -> None:
        """Let the registries find what this domain declares."""
        for module in (
            "permissions",
            "record",
            "fields",
            "search",
            "sequence_search",
            "personal",
            "opened",
            "lists",
            "imports",
            "reactions",
        ):
            import_module(f"{self.name}.{module}")
