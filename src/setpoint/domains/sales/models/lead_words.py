"""Words of leads that the company chooses: where they come from, what states they pass, how work is divided."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Meaning(models.TextChoices):
    """What a state means to the process, whatever the company calls it."""

    OPEN = "open", pgettext_lazy("of a state of leads", "being worked")
    QUALIFIED = "qualified", _("marketing-qualified: waits for sales to accept")
    ACCEPTED = "accepted", _("sales-accepted: sales is at work")


class LeadState(models.Model):
    """A state of leads in their order; the first one that means OPEN is where they begin."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), unique=True)
    meaning = models.CharField(_("meaning"), max_length=10, choices=Meaning.choices, default=Meaning.OPEN)
    norm_days = models.PositiveSmallIntegerField(_("norm, days"), default=3)
    effort = models.FloatField(_("touches per exit"), default=1.0)

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class LeadSource(models.Model):
    """Where inquiries come from. The first answer is due within `norm_minutes` of working time.

    `points` is what coming from here says of a lead's worth, before it says anything itself.
    """

    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    norm_minutes = models.PositiveIntegerField(_("first response, working minutes"), default=60)
    points = models.PositiveSmallIntegerField(_("points"), default=20, validators=[MaxValueValidator(100)])
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        """Return the name."""
        return self.name


def usual_points() -> dict[str, int]:
    """Return what it says of a lead's worth that an inquiry says something of itself, 0..100 each."""
    return {"phone": 20, "email": 10, "organisation": 15, "message": 15, "product": 10}


class LeadPolicy(models.Model):
    """How the company works with inquiries (row 1). Without a row the defaults hold.

    `straight_to_deals`: there is no lead phase. Leads under `cut_off` points are not given to sellers but left to
    marketing for `nurture_days`. `points` are given for what an inquiry says; in `pipeline` leads become deals,
    in the first one where it is empty.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    straight_to_deals = models.BooleanField(_("inquiries become deals at once"), default=False)
    cut_off = models.PositiveSmallIntegerField(_("least score"), default=0, validators=[MaxValueValidator(100)])
    nurture_days = models.PositiveSmallIntegerField(_("days with marketing"), default=90)
    points = models.JSONField(_("points"), default=usual_points)
    pipeline = models.ForeignKey("sales.Pipeline", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="one_lead_policy"),)

    def __str__(self) -> str:
        """Return the way of working."""
        return "straight to deals" if self.straight_to_deals else "through leads"
