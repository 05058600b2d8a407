"""Exports of other CRMs as a Django app."""

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig


class CrmExportsConfig(AppConfig):
    """Files of other systems, recognised by their columns."""

    name = "setpoint.integrations.crm_exports"
    label = "crm_exports"

    def ready(self) -> None:
        """Let every file of the folder declare its layouts."""
        for module in iter_modules(import_module(self.name).__path__):
            if module.name != "apps":
                import_module(f"{self.name}.{module.name}")
