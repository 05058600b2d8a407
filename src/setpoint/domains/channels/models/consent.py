"""A person agreed; a person took it back. Each is a row with who and when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.channels.models.purpose import PurposeText
from setpoint.domains.customers.models import Party


class Way(models.TextChoices):
    """On which way the person said it."""

    PAPER = "paper", pgettext_lazy("way of a consent", "on paper")
    PHONE = "phone", pgettext_lazy("way of a consent", "by telephone")
    EMAIL = "email", pgettext_lazy("way of a consent", "by e-mail")
    SITE = "site", _("on a web page")
    PERSON = "person", _("face to face")


class Consent(models.Model):
    """A person agreed to a version of a text. Company time; `by_label` took it down."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="+")
    text = models.ForeignKey(PurposeText, models.PROTECT, related_name="consents")
    way = models.CharField(_("way"), max_length=8, choices=Way.choices)
    given_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_label = models.CharField(max_length=200)

    class Meta:
        indexes = (models.Index(fields=("party", "-given_at"), name="consent_party"),)

    def __str__(self) -> str:
        """Return who and what."""
        return f"{self.party_id} to {self.text_id}"


class Withdrawal(models.Model):
    """A consent was taken back."""

    consent = models.OneToOneField(Consent, models.CASCADE, related_name="withdrawal")
    way = models.CharField(_("way"), max_length=8, choices=Way.choices)
    withdrawn_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_label = models.CharField(max_length=200)

    def __str__(self) -> str:
        """Return which consent."""
        return f"of {self.consent_id}"
