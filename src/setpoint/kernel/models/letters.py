"""Letters whose link lets somebody set a password: invitations, and new passwords for those who forgot theirs."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Purpose(models.TextChoices):
    """Why the letter was sent."""

    INVITATION = "invitation", pgettext_lazy("letter", "invitation")
    PASSWORD = "password", _("new password")


class EntryLetter(models.Model):
    """One link, good once and until it expires (machine time); of its token only the digest is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="entry_letters")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # used, or replaced by a later letter, or withdrawn
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("user",), name="letter_open", condition=models.Q(ended_at=None)),)

    def __str__(self) -> str:
        """Return what it is for."""
        return self.purpose
