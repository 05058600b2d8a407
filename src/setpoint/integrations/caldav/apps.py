"""The CalDAV client as a Django app."""

from django.apps import AppConfig


class CaldavConfig(AppConfig):
    """Keeps calendars the same."""

    name = "setpoint.integrations.caldav"
    label = "caldav"
