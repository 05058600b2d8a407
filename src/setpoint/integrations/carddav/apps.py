"""CardDAV as a Django app."""

from django.apps import AppConfig


class CardDavConfig(AppConfig):
    """The address books of people, for their devices."""

    name = "setpoint.integrations.carddav"
    label = "carddav"
