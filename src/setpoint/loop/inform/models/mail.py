"""The outbox: a message is a row before it goes on the wire, so that a crash loses nothing."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.platform.sealing.columns import register

register("inform.Mail", "text", "html")


class MailState(models.TextChoices):
    """Where a message stands."""

    WAITING = "waiting", pgettext_lazy("mail", "waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", pgettext_lazy("mail", "sent")
    REFUSED = "refused", pgettext_lazy("mail", "refused")


class Mail(models.Model):
    """One message to one person. `message_id` never changes, so a repeat is known to the receiver as the same.

    Times of sending are machine time.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    message_id = models.CharField(max_length=200, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    # what calendar programs read of an invitation, with its method (RFC 5546)
    calendar = models.TextField(blank=True)
    calendar_method = models.CharField(max_length=20, blank=True)
    # what is attached, and under which name; gone when it has left
    attached = models.BinaryField(null=True)
    attached_as = models.CharField(max_length=120, blank=True)
    # holds a key to a door: sealed until it leaves, gone when it has left
    is_secret = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=MailState.choices, default=MailState.WAITING)
    created_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = (models.Index(fields=("state", "next_attempt_at"), name="mail_due"),)

    def __str__(self) -> str:
        """Return the message id."""
        return self.message_id
