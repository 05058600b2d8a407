"""The kernel as a Django app."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Company, people, rights, clock, calendar, jobs."""

    name = "setpoint.kernel"
    label = "kernel"
