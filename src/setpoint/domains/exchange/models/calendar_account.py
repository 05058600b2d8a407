"""A person's calendar at another server (CalDAV), and which of its resources holds which activity."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from setpoint.domains.activities.models import Activity
from setpoint.platform.sealing.field import SealedField


class CalendarAccount(models.Model):
    """`url` is the collection of the calendar. `token` is where the server stood when it was last read (RFC 6578).

    `problem` says why the last round failed, `refused` which entries could not be read and why; "" where none. `met`
    counts entries that were changed on both sides. Times are machine time.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    url = models.CharField(_("address of the calendar"), max_length=500)
    login = models.CharField(_("user name"), max_length=254)
    password = SealedField(_("password"))
    token = models.CharField(max_length=500, blank=True)
    synced_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=500, blank=True)
    refused = models.TextField(blank=True)
    met = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        """Return whose."""
        return f"of {self.user_id}"


class CalendarCopy(models.Model):
    """An activity as it stands at the server: `etag` of the resource, `sequence` of the activity when both agreed."""

    account = models.ForeignKey(CalendarAccount, models.CASCADE, related_name="copies")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="+")
    href = models.CharField(max_length=500)
    etag = models.CharField(max_length=200, blank=True)
    sequence = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("account", "href"), name="calendar_copy_href"),
            models.UniqueConstraint(fields=("account", "activity"), name="calendar_copy_activity"),
        )

    def __str__(self) -> str:
        """Return the resource."""
        return self.href
