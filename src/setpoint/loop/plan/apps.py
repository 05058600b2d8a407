"""The plan step of the loop as a Django app."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    """Goals and their versions."""

    name = "setpoint.loop.plan"
    label = "plan"
