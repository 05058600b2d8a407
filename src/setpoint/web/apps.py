"""The staff pages as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Staff pages."""

    name = "setpoint.web"
    label = "web"
