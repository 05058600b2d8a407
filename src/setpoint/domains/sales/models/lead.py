"""The lead: an inquiry that is brought to a deal or a contact, or rejected; its ending as a row with who and when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.catalog.models import Product
from setpoint.domains.channels.models import PurposeText
from setpoint.domains.customers.models import Party
from setpoint.domains.sales.models.deal import Deal
from setpoint.domains.sales.models.lead_words import LeadSource, LeadState


class LeadOutcome(models.TextChoices):
    """What becomes of a lead."""

    DEAL = "deal", _("became a deal")
    CONTACT = "contact", _("became a contact")
    REJECTED = "rejected", pgettext_lazy("of a lead", "rejected")


class LeadQuerySet(models.QuerySet["Lead"]):
    """Reads of leads used everywhere."""

    def open(self) -> "LeadQuerySet":
        """Keep the leads of which nothing has become yet."""
        return self.filter(ended_at__isnull=True)

    def unseen(self) -> "LeadQuerySet":
        """Keep the open leads to whom nobody has answered yet."""
        return self.open().filter(responded_at__isnull=True)


class Lead(models.Model):
    """An inquiry. `owner` None: it lies in the pool, whoever takes it first has it.

    `customer` is the card of the person (or organisation) who enquired; `qualified_by` handed it over to selling.
    `due_at` is when the first answer is due by the norm of the source, `escalated_at` when its head was told.
    `score` is what points say of its worth, 0..100.
    """

    name = models.CharField(_("name"), max_length=200)
    folded = models.CharField(max_length=200, editable=False)
    customer = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    message = models.TextField(_("message"), blank=True)
    source = models.ForeignKey(LeadSource, models.PROTECT, related_name="leads", db_index=False)
    campaign = models.CharField(_("campaign"), max_length=120, blank=True)
    state = models.ForeignKey(LeadState, models.PROTECT, related_name="leads", db_index=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="leads", db_index=False
    )
    qualified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    product = models.ForeignKey(Product, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    territory = models.ForeignKey("kernel.Territory", models.PROTECT, null=True, blank=True, related_name="+")
    country = models.CharField(_("country"), max_length=80, blank=True)
    region = models.CharField(_("region"), max_length=80, blank=True)
    sector = models.CharField(_("sector"), max_length=80, blank=True)
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    score = models.PositiveSmallIntegerField(_("score"), default=0)
    consent = models.ForeignKey(PurposeText, models.PROTECT, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField(_("received"))
    due_at = models.DateTimeField(null=True, blank=True)
    assigned_at = models.DateTimeField(null=True, blank=True)
    responded_at = models.DateTimeField(_("first response"), null=True, blank=True)
    touched_at = models.DateTimeField(_("last touch"), null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    external_id = models.CharField(max_length=120, blank=True)

    objects = LeadQuerySet.as_manager()

    class Meta:
        verbose_name = _("lead")
        verbose_name_plural = _("leads")
        indexes = (
            models.Index(
                fields=("state", "-received_at", "-id"),
                name="lead_board",
                condition=models.Q(ended_at__isnull=True),
            ),
            models.Index(
                fields=("due_at",),
                name="lead_due",
                condition=models.Q(responded_at__isnull=True, ended_at__isnull=True),
            ),
            models.Index(fields=("owner", "ended_at"), name="lead_owner"),
            models.Index(fields=("customer",), name="lead_customer"),
            # orders in which lists are walked
            models.Index(fields=("folded", "id"), name="lead_by_name"),
            models.Index(fields=("received_at", "id"), name="lead_by_receipt"),
            models.Index(fields=("score", "id"), name="lead_by_score"),
            models.Index(fields=("ended_at", "id"), name="lead_by_end"),
            models.Index(fields=("organisation", "id"), name="lead_by_organisation"),
            models.Index(fields=("state", "id"), name="lead_by_state"),
            models.Index(fields=("owner", "id"), name="lead_by_owner"),
            models.Index(fields=("source", "id"), name="lead_by_source"),
            models.Index(fields=("product", "id"), name="lead_by_product"),
            # on which rights may depend
            models.Index(fields=("campaign", "id"), name="lead_by_campaign"),
            models.Index(fields=("country", "id"), name="lead_by_country"),
            models.Index(fields=("region", "id"), name="lead_by_region"),
            models.Index(fields=("sector", "id"), name="lead_by_sector"),
            models.Index(fields=("language", "id"), name="lead_by_language"),
            models.Index(fields=("employees", "id"), name="lead_by_employees"),
        )
        constraints = (
            models.CheckConstraint(condition=models.Q(score__lte=100), name="lead_score_of_hundred"),
            models.UniqueConstraint(fields=("external_id",), name="lead_external", condition=~models.Q(external_id="")),
        )

    def __str__(self) -> str:
        """Return the lead's name."""
        return self.name


class LeadAnswer(models.Model):
    """What was answered to a question of the form."""

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="answers")
    question = models.CharField(_("question"), max_length=200)
    answer = models.TextField(_("answer"))

    def __str__(self) -> str:
        """Return the question."""
        return self.question


class LeadEnding(models.Model):
    """What became of a lead, why, by whom, when. Reopening deletes the row; the facts stay."""

    lead = models.OneToOneField(Lead, models.CASCADE, related_name="ending")
    outcome = models.CharField(_("outcome"), max_length=8, choices=LeadOutcome.choices)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    deal = models.ForeignKey(Deal, models.SET_NULL, null=True, blank=True, related_name="leads")
    ended_at = models.DateTimeField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = (models.Index(fields=("outcome", "lead"), name="lead_ending_by_outcome"),)

    def __str__(self) -> str:
        """Return the outcome."""
        return f"{self.outcome} {self.lead_id}"


class Handover(models.Model):
    """A lead went from who finds demand to who sells: offered, then accepted or sent back with a reason."""

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="handovers")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(null=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("lead",), name="handover_one_waiting", condition=models.Q(answered_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        """Return whose lead went to whom."""
        return f"{self.lead_id}: {self.giver_id} to {self.receiver_id}"


class Nurture(models.Model):
    """A lead is left to marketing until a day: too early to sell. Taking it up again deletes the row."""

    lead = models.OneToOneField(Lead, models.CASCADE, related_name="nurture")
    until = models.DateField(pgettext_lazy("something waits", "until"))
    reason = models.CharField(_("reason"), max_length=200)
    since = models.DateTimeField()
    correction_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        """Return until when."""
        return f"{self.lead_id} until {self.until}"
