"""A task, a call or a meeting."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.customers.models import Party
from setpoint.kernel.refs import Ref


class ActivityKind(models.TextChoices):
    """What is to be done."""

    TASK = "task", _("Task")
    CALL = "call", _("Call")
    MEETING = "meeting", _("Meeting")


class Priority(models.IntegerChoices):
    """What comes first among what is due."""

    HIGH = 1, pgettext_lazy("priority", "high")
    NORMAL = 2, pgettext_lazy("priority", "normal")
    LOW = 3, pgettext_lazy("priority", "low")


PICTURES = {"task": "check", "call": "phone", "meeting": "users"}


class ActivityQuerySet(models.QuerySet["Activity"]):
    """Reads of activities used everywhere."""

    def open(self) -> "ActivityQuerySet":
        """Keep those that have not ended."""
        return self.filter(closed_at__isnull=True)


class Activity(models.Model):
    """Something to be done. `due_at` is when it begins or is due, company time; the midnight of its day if `all_day`.

    `minutes` is how long it takes. `repeat` is an RRULE counted from `repeat_from`; `previous` the occurrence before.
    `remind_at` is when the owner is reminded, `reminded_at` when he was. `uid` names it in calendars, `sequence` counts
    its changes there. A `private` one is seen by its owner alone.
    """

    kind = models.CharField(_("kind"), max_length=8, choices=ActivityKind.choices, default=ActivityKind.TASK)
    subject = models.CharField(_("subject"), max_length=200)
    folded = models.CharField(max_length=200, editable=False)
    note = models.TextField(_("note"), blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="activities", db_index=False)
    customer = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    about_kind = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True, blank=True)
    due_at = models.DateTimeField(_("due"))
    all_day = models.BooleanField(_("all day"), default=False)
    minutes = models.PositiveIntegerField(_("minutes"), default=0)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority.choices, default=Priority.NORMAL)
    repeat = models.CharField(_("repeat"), max_length=200, blank=True)
    repeat_from = models.DateTimeField(null=True, blank=True)
    previous = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="following")
    remind_minutes = models.PositiveIntegerField(_("reminder"), null=True, blank=True)
    remind_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    private = models.BooleanField(_("private"), default=False)
    uid = models.CharField(max_length=255)
    sequence = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ActivityQuerySet.as_manager()
    # said by who shows several, who asks for the time once
    late = False

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        indexes = (
            models.Index(
                fields=("owner", "due_at", "id"),
                name="activity_of_owner",
                condition=models.Q(closed_at__isnull=True),
            ),
            models.Index(fields=("about_kind", "about_id", "closed_at", "due_at"), name="activity_about"),
            models.Index(
                fields=("remind_at",),
                name="activity_reminder",
                condition=models.Q(closed_at__isnull=True, reminded_at__isnull=True),
            ),
            # orders in which lists are walked
            models.Index(fields=("customer", "id"), name="activity_by_customer"),
            models.Index(fields=("owner", "id"), name="activity_by_owner"),
            models.Index(fields=("folded", "id"), name="activity_by_subject"),
            models.Index(fields=("due_at", "id"), name="activity_by_due"),
            models.Index(fields=("closed_at", "id"), name="activity_by_end"),
            models.Index(fields=("kind", "id"), name="activity_by_kind"),
        )
        constraints = (
            models.UniqueConstraint(fields=("owner", "uid"), name="activity_uid"),
            models.CheckConstraint(
                condition=models.Q(about_kind="", about_id__isnull=True)
                | (~models.Q(about_kind="") & models.Q(about_id__isnull=False)),
                name="activity_about_whole",
            ),
        )

    def __str__(self) -> str:
        """Return the subject."""
        return self.subject

    @property
    def picture(self) -> str:
        """The icon of its kind."""
        return PICTURES[self.kind]

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.due_at + (timedelta(days=1) if self.all_day else timedelta(minutes=self.minutes))

    def is_late(self, now: datetime) -> bool:
        """Whether it should have been done; what is due on a whole day is late on the next."""
        return self.closed_at is None and (self.due_at + timedelta(days=1 if self.all_day else 0)) < now

    @property
    def about(self) -> Ref | None:
        """What it is about, None where that is nothing but its customer."""
        return Ref(self.about_kind, self.about_id) if self.about_id is not None else None
