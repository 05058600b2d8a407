"""The sales domain as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class SalesConfig(AppConfig):
    """Pipelines, deals and what is done with them."""

    name = "setpoint.domains.sales"
    label = "sales"

    def ready(self) -> None:
        """Let the registries find what this domain declares."""
        for module in (
            "permissions",
            "governing",
            "record",
            "operations.forgetting",
            "measures",
            "plan",
            "fields",
            "configuration",
            "imports",
            "search",
            "personal",
            "removing",
            "lists",
            "happenings",
        ):
            import_module(f"{self.name}.{module}")
