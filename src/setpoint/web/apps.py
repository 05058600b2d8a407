"""The staff pages as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Staff pages."""

    name = "setpoint.web"
    label = "web"

    def ready(self) -> None:
        """Let the registry find the list of colleagues; hear of wrong codes, which allauth tells by a signal only."""
        from allauth.mfa.signals import authentication_failed

        from setpoint.web.sign_in.second_factor import wrong_code

        authentication_failed.connect(wrong_code)
