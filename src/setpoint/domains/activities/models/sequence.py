"""A planned series of steps, and who goes through it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.activities.models.activity import Activity
from setpoint.domains.customers.models import Party


class StepKind(models.TextChoices):
    """What a step is: an activity of its owner, or a letter that leaves by itself."""

    TASK = "task", _("Task")
    CALL = "call", _("Call")
    MEETING = "meeting", _("Meeting")
    LETTER = "letter", pgettext_lazy("step of a sequence", "Letter")


class Sequence(models.Model):
    """`stops_on` are kinds of fact: one about the record, or about its customer, ends the way of who is in it."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    stops_on = models.JSONField(default=list, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class SequenceStep(models.Model):
    """`wait_days` working days after the step before; `text` is the note of an activity or the words of a letter."""

    sequence = models.ForeignKey(Sequence, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=8, choices=StepKind.choices)
    wait_days = models.PositiveSmallIntegerField(_("working days after the step before"), default=0)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"), blank=True)

    class Meta:
        ordering = ("sequence", "position")
        constraints = (models.UniqueConstraint(fields=("sequence", "position"), name="sequence_step_place"),)

    def __str__(self) -> str:
        """Return the subject."""
        return self.subject


class Enrolment(models.Model):
    """A record goes through a sequence: `position` is the step at hand, `due_at` when it is due (company time).

    `activity` is what waits to be done; `refused` why a letter does not leave. `reason` says why it ended.
    """

    sequence = models.ForeignKey(Sequence, models.CASCADE, related_name="enrolments")
    about_kind = models.CharField(max_length=60)
    about_id = models.BigIntegerField()
    customer = models.ForeignKey(Party, models.CASCADE, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    activity = models.ForeignKey(Activity, models.SET_NULL, null=True, blank=True, related_name="+")
    refused = models.CharField(max_length=300, blank=True)
    enrolled_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("due_at",), name="enrolment_due", condition=models.Q(ended_at__isnull=True)),
            models.Index(fields=("about_kind", "about_id"), name="enrolment_about"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("sequence", "about_kind", "about_id"),
                name="enrolment_once",
                condition=models.Q(ended_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        """Return who."""
        return f"{self.about_kind}:{self.about_id} in {self.sequence_id}"
