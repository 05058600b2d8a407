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
            "lead_governing",
            "record",
            "lead_record",
            "operations.forgetting",
            "measures",
            "lead_measures",
            "plan",
            "fields",
            "lead_fields",
            "configuration",
            "gate_configuration",
            "lead_configuration",
            "imports",
            "search",
            "lead_search",
            "personal",
            "removing",
            "lead_personal",
            "lists",
            "exporting",
            "happenings",
            "lead_lists",
            "opened",
            "purchases",
            "reactions",
        ):
            import_module(f"{self.name}.{module}")
