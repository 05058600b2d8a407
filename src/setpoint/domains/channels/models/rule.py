"""Which department uses which channel for which kind of information, and when."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """By which way something reaches somebody outside."""

    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Telephone")


class Information(models.TextChoices):
    """What kind of information it is."""

    INVITATION = "invitation", _("invitations to meetings")
    LETTER = "letter", _("letters of sequences")
    CALL = "call", _("calls")
    LEAD = "lead", _("leads given out")


class ChannelRule(models.Model):
    """The first rule that fits decides. `team` None, `channel` and `information` "": any; teams below are meant too.

    `hours` are shifts of a day as people write them, "" for always; with `forbids` it is never allowed.
    """

    name = models.CharField(_("name"), max_length=120, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    team = models.ForeignKey("kernel.Team", models.CASCADE, null=True, blank=True, related_name="+")
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices, blank=True)
    information = models.CharField(_("information"), max_length=12, choices=Information.choices, blank=True)
    hours = models.CharField(_("hours"), max_length=80, blank=True)
    forbids = models.BooleanField(_("never"), default=False)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        """Return the name."""
        return self.name
