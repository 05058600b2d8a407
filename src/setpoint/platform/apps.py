"""The platform as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class PlatformConfig(AppConfig):
    """Import and export, live events, search."""

    name = "setpoint.platform"
    label = "platform"

    def ready(self) -> None:
        """Let the registries find what the platform declares, and live events follow the journal."""
        for module in (
            "permissions",
            "record",
            "audit.permissions",
            "audit.exports",
            "live.following",
            "observing.of_jobs",
            "importing.forgetting",
            "importing.personal",
            "search.custom_objects",
            "search.following",
            "search.forgetting",
            "sealing.rotation",
            "single_sign_on.providers",
            "governing",
        ):
            import_module(f"{self.name}.{module}")
