"""The exchange domain as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Keys of other systems, remembered answers, webhooks."""

    name = "setpoint.domains.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Let the registries find what this domain declares."""
        for module in ("record", "permissions", "limits", "following", "operations.answers"):
            import_module(f"{self.name}.{module}")
