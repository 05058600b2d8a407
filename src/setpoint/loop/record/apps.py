"""The record step of the loop as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """Daily measures, which follow the journal."""

    name = "setpoint.loop.record"
    label = "record"

    def ready(self) -> None:
        """Let the journal find the follower."""
        import_module("setpoint.loop.record.accumulating")
