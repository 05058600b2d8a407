"""What other systems called a task."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from setpoint.domains.customers.models.party import Party


class ImportedTask(models.Model):
    """A task as an export told it: what is to be done, whose it is, until when; `state` in the words of that system.

    Kept as it came until tasks of our own take it over. `mark` is a digest of the row, by which it is known again.
    """

    subject = models.CharField(_("subject"), max_length=500)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    owner_name = models.CharField(max_length=200, blank=True)
    party = models.ForeignKey(Party, models.CASCADE, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=80, blank=True)
    done = models.BooleanField(default=False)
    mark = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("task of another system")
        verbose_name_plural = _("tasks of another system")
        ordering = ("due_on", "pk")
        indexes = (models.Index(fields=("party", "done", "due_on"), name="imported_task_open"),)

    def __str__(self) -> str:
        """Return its number."""
        return f"task {self.pk}"
