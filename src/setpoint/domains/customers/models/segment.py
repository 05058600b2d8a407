"""Segments: customers chosen by conditions or by hand, and how many they were day by day; what each did, counted."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.customers.models.party import Party


class Segment(models.Model):
    """`asked` is a filter of the list of customers; empty where members are chosen by hand (`static`).

    Conditions are read with the rights of the `owner`. `built_at`: when all customers were looked at last.
    """

    name = models.CharField(_("name"), max_length=80)
    static = models.BooleanField(default=False)
    asked = models.TextField(blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    built_at = models.DateTimeField(null=True, blank=True, editable=False)
    # why it cannot be kept up to date: a field that is gone
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint(fields=("name",), name="segment_name"),)

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class SegmentMember(models.Model):
    """A customer is in a segment."""

    segment = models.ForeignKey(Segment, models.CASCADE, related_name="members", db_index=False)
    party = models.ForeignKey(Party, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = pgettext_lazy("of a segment", "member")
        constraints = (models.UniqueConstraint(fields=("segment", "party"), name="segment_member"),)

    def __str__(self) -> str:
        """Return both numbers."""
        return f"{self.party_id} in {self.segment_id}"


class SegmentSize(models.Model):
    """How many customers were in a segment on a day."""

    segment = models.ForeignKey(Segment, models.CASCADE, related_name="sizes", db_index=False)
    day = models.DateField()
    size = models.PositiveIntegerField()

    class Meta:
        ordering = ("day",)
        constraints = (models.UniqueConstraint(fields=("segment", "day"), name="segment_size"),)

    def __str__(self) -> str:
        """Return day and size."""
        return f"{self.day}: {self.size}"


class Happened(models.Model):
    """How often something (`event`) happened with a customer, on which days first and last."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="+", db_index=False)
    event = models.CharField(max_length=40)
    times = models.PositiveIntegerField()
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        indexes = (
            models.Index(fields=("event", "times", "party"), name="happened_often"),
            models.Index(fields=("event", "last_on", "party"), name="happened_last"),
        )
        constraints = (models.UniqueConstraint(fields=("party", "event"), name="happened_once"),)

    def __str__(self) -> str:
        """Return what happened."""
        return f"{self.event} with {self.party_id}"


class HappenedOn(models.Model):
    """How often something happened with a customer on a day."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="+", db_index=False)
    event = models.CharField(max_length=40)
    day = models.DateField()
    times = models.PositiveIntegerField()

    class Meta:
        indexes = (models.Index(fields=("event", "day", "party", "times"), name="happened_on"),)
        constraints = (models.UniqueConstraint(fields=("party", "event", "day"), name="happened_on_once"),)

    def __str__(self) -> str:
        """Return what happened."""
        return f"{self.event} with {self.party_id}"
