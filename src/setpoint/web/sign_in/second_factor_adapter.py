"""What allauth's second factors ask of us: how the house is called, and where their secrets are sealed."""

from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setpoint.kernel.models import Company, User
from setpoint.kernel.secrets import seal, unseal


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets are sealed; an app and a passkey show the name of the company."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This did not fit. Check the clock of your device and try again."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        return Company.objects.get().name

    def _get_site_name(self) -> str:
        return self.get_totp_issuer()

    def generate_authenticator_name(self, _user: User, _type: str) -> str:
        return _("Passkey")
