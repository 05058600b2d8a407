"""The verify step of the loop as a Django app."""

from django.apps import AppConfig


class VerifyConfig(AppConfig):
    """Measured effects of corrections."""

    name = "setpoint.loop.verify"
    label = "verify"
