"""What belongs to a deal beside itself: who decides, what is sold, against whom, whose credit."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.catalog.models import Product
from setpoint.domains.customers.models import Party
from setpoint.domains.sales.models.deal import Deal


class ContactRole(models.TextChoices):
    """What a person is in the decision to buy."""

    DECIDES = "decides", _("decides")
    PAYS = "pays", _("holds the budget")
    INFLUENCES = "influences", _("influences")
    USES = "uses", _("will use it")
    SUPPORTS = "supports", _("is on our side")
    OPPOSES = "opposes", _("is against it")


class Period(models.TextChoices):
    """How often a customer pays again."""

    MONTH = "month", pgettext_lazy("payment", "every month")
    QUARTER = "quarter", pgettext_lazy("payment", "every quarter")
    YEAR = "year", pgettext_lazy("payment", "every year")


class DealContact(models.Model):
    """Somebody at the customer who has to do with the deal."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="contacts")
    party = models.ForeignKey(Party, models.CASCADE, related_name="+")
    role = models.CharField(_("role"), max_length=12, choices=ContactRole.choices, default=ContactRole.INFLUENCES)

    class Meta:
        ordering = ("deal", "pk")
        constraints = (models.UniqueConstraint(fields=("deal", "party"), name="deal_contact_once"),)

    def __str__(self) -> str:
        """Return who in which role."""
        return f"{self.party_id}: {self.role}"


class DealLine(models.Model):
    """So much of a product at a price in minor units of the deal's currency; with lines the deal's amount is theirs."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField(_("quantity"), validators=[MinValueValidator(1)])
    price = models.BigIntegerField(_("price"), validators=[MinValueValidator(0)])

    class Meta:
        ordering = ("deal", "pk")
        constraints = (
            models.CheckConstraint(condition=models.Q(quantity__gte=1, price__gte=0), name="deal_line_positive"),
        )

    def __str__(self) -> str:
        """Return how much of what."""
        return f"{self.quantity} x {self.product_id}"


class Competitor(models.Model):
    """Who else offers."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="competitors")
    name = models.CharField(_("competitor"), max_length=120)

    class Meta:
        ordering = ("deal", "pk")
        constraints = (models.UniqueConstraint(fields=("deal", "name"), name="competitor_once"),)

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Hold(models.Model):
    """A deal stalls for a known reason: it is silent until a day. Taking it up again deletes the row."""

    deal = models.OneToOneField(Deal, models.CASCADE, related_name="hold")
    until = models.DateField(pgettext_lazy("something waits", "until"))
    reason = models.CharField(_("reason"), max_length=200)
    since = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        """Return until when."""
        return f"{self.deal_id} until {self.until}"


class CreditShare(models.Model):
    """Whose success a deal is: shares in parts per million, those of one deal add up to the whole."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="credit")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    share = models.PositiveIntegerField(_("share"))

    class Meta:
        ordering = ("deal", "-share", "pk")
        constraints = (
            models.UniqueConstraint(fields=("deal", "user"), name="credit_once"),
            models.CheckConstraint(condition=models.Q(share__gt=0, share__lte=1_000_000), name="credit_share"),
        )

    def __str__(self) -> str:
        """Return who and how much."""
        return f"{self.user_id}: {self.share}"


class Recurrence(models.Model):
    """A deal that is paid again and again: so many periods at an amount each, which make the deal's amount."""

    deal = models.OneToOneField(Deal, models.CASCADE, related_name="recurrence")
    period = models.CharField(_("period"), max_length=8, choices=Period.choices)
    periods = models.PositiveSmallIntegerField(_("how many times"), validators=[MinValueValidator(1)])
    amount = models.BigIntegerField(_("amount each time"), validators=[MinValueValidator(0)])

    def __str__(self) -> str:
        """Return how often."""
        return f"{self.periods} x {self.period}"


class MarkKind(models.TextChoices):
    """Why a deal is marked."""

    STALE = "stale", _("stale: deals that moved on from here had moved long before")
    ATTENTION = "attention", _("wants attention: a large deal that waits longer than half of those that moved on")


class DealMark(models.Model):
    """What control says of an open deal: by the process's own times, not by the age of a record."""

    deal = models.OneToOneField(Deal, models.CASCADE, related_name="mark")
    kind = models.CharField(max_length=10, choices=MarkKind.choices)
    idle_days = models.PositiveIntegerField()
    usual_days = models.PositiveIntegerField()
    since = models.DateTimeField()

    def __str__(self) -> str:
        """Return the kind."""
        return f"{self.deal_id}: {self.kind}"
