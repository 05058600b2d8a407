"""The journal as a Django app: it puts itself behind the kernel's port for facts."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Facts, personal values, retractions, aliases, cursors."""

    name = "setpoint.journal"
    label = "journal"

    def ready(self) -> None:
        """Connect the store to the port."""
        from setpoint.journal.writing import write
        from setpoint.kernel import facts

        facts.connect(write)
