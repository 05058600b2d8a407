"""Personal data as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class PersonalConfig(AppConfig):
    """Everything about a person told and erased; how long data are kept."""

    name = "setpoint.platform.personal"
    label = "personal"

    def ready(self) -> None:
        """Let the registries find what is declared here."""
        for module in ("permissions", "record", "of_journal", "of_jobs"):
            import_module(f"{self.name}.{module}")
