"""The API as a Django app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """REST endpoints."""

    name = "setpoint.api"
    label = "api"
