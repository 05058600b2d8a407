"""The record step of the loop as a Django app."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """Daily measures, which follow the journal."""

    name = "setpoint.loop.record"
    label = "record"
