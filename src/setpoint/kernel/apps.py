"""The kernel as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Company, people, rights, clock, calendar, jobs."""

    name = "setpoint.kernel"
    label = "kernel"

    def ready(self) -> None:
        """Let the registries find what the kernel declares."""
        of_rights = ("visibility", "role_changes", "placing", "suspending", "deputies", "trees_changed", "looking")
        for module in (*of_rights, "job_orders", "calendar_orders"):
            import_module(f"{self.name}.{module}")
