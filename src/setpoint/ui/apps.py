"""The components as a Django app: template tags, static files and their Russian."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Components of pages."""

    name = "setpoint.ui"
    label = "ui"
