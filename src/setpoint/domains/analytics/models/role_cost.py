"""What work costs: an hour of each role, and how long a touch takes it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from setpoint.kernel.models import Role

MINUTES = (MinValueValidator(0), MaxValueValidator(600))


class RoleCost(models.Model):
    """`hour` in minor units of the company's currency; minutes of work that a touch of each kind takes."""

    role = models.OneToOneField(Role, models.CASCADE, related_name="+")
    hour = models.PositiveBigIntegerField(_("cost of an hour"), default=0)
    call = models.PositiveSmallIntegerField(_("minutes of a call"), default=10, validators=MINUTES)
    email = models.PositiveSmallIntegerField(_("minutes of a letter"), default=10, validators=MINUTES)
    meeting = models.PositiveSmallIntegerField(_("minutes of a meeting"), default=60, validators=MINUTES)
    note = models.PositiveSmallIntegerField(_("minutes of a note"), default=3, validators=MINUTES)

    def __str__(self) -> str:
        """Return whose."""
        return f"{self.role_id}: {self.hour}"
