"""The platform as a Django app."""

from django.apps import AppConfig


class PlatformConfig(AppConfig):
    """Import and export, live events."""

    name = "setpoint.platform"
    label = "platform"
