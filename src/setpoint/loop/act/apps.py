"""The act step of the loop as a Django app."""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from django.apps import AppConfig, apps


class ActConfig(AppConfig):
    """Levers and corrections."""

    name = "setpoint.loop.act"
    label = "act"

    def ready(self) -> None:
        """Declare facts and rights, and find the levers: every file in the `act` folder of a domain."""
        for module in ("permissions", "record", "redistribute_goal", "personal"):
            import_module(f"{self.name}.{module}")
        for app in apps.get_app_configs():
            if app.name.startswith("setpoint.domains.") and find_spec(f"{app.name}.act"):
                folder = import_module(f"{app.name}.act")
                for found in iter_modules(folder.__path__, f"{folder.__name__}."):
                    import_module(found.name)
