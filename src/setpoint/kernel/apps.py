"""The kernel as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Company, people, rights, clock, calendar, jobs."""

    name = "setpoint.kernel"
    label = "kernel"

    def ready(self) -> None:
        """Let the registries find what the kernel declares."""
        for module in ("visibility", "role_changes", "placing", "suspending", "deputies", "trees_changed", "looking"):
            import_module(f"{self.name}.{module}")
