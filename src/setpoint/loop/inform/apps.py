"""The inform step of the loop as a Django app."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class InformConfig(AppConfig):
    """Notices, digests, outgoing mail."""

    name = "setpoint.loop.inform"
    label = "inform"

    def ready(self) -> None:
        """Follow the journal, and find the notices that domains offer in their `inform.py`."""
        for module in ("permissions", "corrections", "reactions", "personal", "operations.wishes"):
            import_module(f"{self.name}.{module}")
        import_module(f"{self.name}.ways").discover()
        for app in apps.get_app_configs():
            if app.name.startswith("setpoint.domains.") and find_spec(f"{app.name}.inform"):
                import_module(f"{app.name}.inform")
