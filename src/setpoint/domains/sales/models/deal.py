"""The deal, and its closing as a row with who and when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from setpoint.domains.catalog.models import Product
from setpoint.domains.customers.models import Party
from setpoint.domains.sales.models.pipeline import Pipeline, Stage
from setpoint.kernel.money import Money


class Outcome(models.TextChoices):
    """How a deal ends."""

    WON = "won", _("won")
    LOST = "lost", _("lost")


class DealQuerySet(models.QuerySet["Deal"]):
    """Reads of deals used everywhere."""

    def open(self) -> "DealQuerySet":
        """Keep the deals not yet closed."""
        return self.filter(closed_at__isnull=True)


class Deal(models.Model):
    """Something a customer may buy.

    `amount` in minor units, None = unknown; `estimated` marks a list price standing in for it.
    `opened_at` None = created unknown: outside every measure of time. `closed_at` repeats the
    closure's time so that boards and lists find open deals by one index.
    """

    name = models.CharField(_("name"), max_length=200)
    folded = models.CharField(max_length=200, editable=False)
    pipeline = models.ForeignKey(Pipeline, models.PROTECT, related_name="deals")
    # each of these has an index below
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="deals", db_index=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="deals", db_index=False)
    customer = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    product = models.ForeignKey(Product, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    channel = models.CharField(_("channel"), max_length=60, blank=True)
    amount = models.BigIntegerField(_("amount"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    estimated = models.BooleanField(_("estimated"), default=False)
    opened_at = models.DateTimeField(_("created"), null=True, blank=True)
    stage_since = models.DateTimeField(_("in stage since"), null=True, blank=True)
    touched_at = models.DateTimeField(_("last touch"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    external_id = models.CharField(max_length=120, blank=True)

    objects = DealQuerySet.as_manager()

    class Meta:
        verbose_name = _("deal")
        verbose_name_plural = _("deals")
        indexes = (
            models.Index(
                fields=("pipeline", "stage", "-amount", "-id"),
                name="deal_board",
                condition=models.Q(closed_at__isnull=True),
            ),
            # holds all that the figures of a board need, so that a sum over every deal reads no table
            models.Index(
                fields=("pipeline", "stage", "currency", "owner", "stage_since", "amount", "product", "closed_at"),
                name="deal_figures",
                condition=models.Q(closed_at__isnull=True),
            ),
            # what is open of one owner: sums by stage, and what is longest in its stage
            models.Index(
                fields=("owner", "stage", "stage_since", "currency", "amount"),
                name="deal_of_owner",
                condition=models.Q(closed_at__isnull=True),
            ),
            models.Index(fields=("owner", "closed_at"), name="deal_owner"),
            # orders in which lists are walked
            models.Index(fields=("customer", "id"), name="deal_by_customer"),
            models.Index(fields=("stage", "id"), name="deal_by_stage"),
            models.Index(fields=("owner", "id"), name="deal_by_owner"),
            models.Index(fields=("product", "id"), name="deal_by_product"),
            models.Index(fields=("channel", "id"), name="deal_by_channel"),
            models.Index(fields=("folded", "id"), name="deal_by_name"),
            models.Index(fields=("amount", "id"), name="deal_by_amount"),
            models.Index(fields=("opened_at", "id"), name="deal_by_opening"),
            models.Index(fields=("touched_at", "id"), name="deal_by_touch"),
            models.Index(fields=("closed_at", "id"), name="deal_by_closing"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True) | models.Q(amount__gte=0), name="deal_amount_not_negative"
            ),
            models.UniqueConstraint(fields=("external_id",), name="deal_external", condition=~models.Q(external_id="")),
        )

    def __str__(self) -> str:
        """Return the deal's name."""
        return self.name

    @property
    def money(self) -> Money | None:
        """The amount with its currency, None where it is unknown."""
        return None if self.amount is None else Money(self.amount, self.currency)


class Closure(models.Model):
    """A deal was closed: how, why, by whom, when. Reopening deletes the row; the facts stay."""

    deal = models.OneToOneField(Deal, models.CASCADE, related_name="closure")
    outcome = models.CharField(_("outcome"), max_length=4, choices=Outcome.choices)
    reason = models.CharField(_("reason"), max_length=120, blank=True)
    closed_at = models.DateTimeField()
    # in the company's currency at the rate of the day, where the deal has another one
    base_amount = models.BigIntegerField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = (models.Index(fields=("outcome", "deal"), name="closure_by_outcome"),)

    def __str__(self) -> str:
        """Return the outcome."""
        return f"{self.outcome} {self.deal_id}"
