"""The platform as a Django app."""

from django.apps import AppConfig


class PlatformConfig(AppConfig):
    """Import and export, live events."""

    name = "setpoint.platform"
    label = "platform"

    def ready(self) -> None:
        """Let live events follow the journal."""
        import setpoint.platform.live.following  # noqa: F401 (registers itself)
