"""Territories as a tree, deputies for absence, suspended people, and what roles do not see of a record."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from setpoint.kernel.models.people import Role


class Territory(models.Model):
    """A part of the market. Who belongs to it reaches what lies in it and below."""

    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("parent", "name"), name="territory_name"),
            models.UniqueConstraint(fields=("name",), name="territory_root", condition=models.Q(parent=None)),
        )

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Deputy(models.Model):
    """`deputy` does the work of `absent` on these days of company time, both included."""

    absent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="deputies")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="stands_in")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(last_day__gte=models.F("first_day")), name="deputy_days"),
            models.CheckConstraint(condition=~models.Q(absent=models.F("deputy")), name="deputy_is_another"),
        )

    def __str__(self) -> str:
        """Return the days."""
        return f"{self.first_day} – {self.last_day}"


class Suspension(models.Model):
    """Somebody may not come in for a while: since when, by whom, why. Ending it deletes the row; the facts stay."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="suspension")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    since = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        """Return the reason."""
        return self.reason


class FieldLevel(models.TextChoices):
    """What a role may not do with a field."""

    HIDDEN = "hidden", _("hidden")
    READ_ONLY = "read_only", _("read-only")


class FieldRight(models.Model):
    """A role does not see, or does not change, a field of a kind; "f.<key>" is a field of an administrator."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="field_rights")
    kind = models.CharField(_("kind of record"), max_length=60)
    field = models.CharField(_("field"), max_length=60)
    level = models.CharField(_("level"), max_length=10, choices=FieldLevel.choices)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("role", "kind", "field"), name="field_right_unique"),)

    def __str__(self) -> str:
        """Return the right in short."""
        return f"{self.kind}.{self.field}: {self.level}"
