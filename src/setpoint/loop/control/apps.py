"""The control step of the loop as a Django app."""

from django.apps import AppConfig


class ControlConfig(AppConfig):
    """Runs, forecasts and cases."""

    name = "setpoint.loop.control"
    label = "control"
