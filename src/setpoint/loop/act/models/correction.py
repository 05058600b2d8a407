"""A correction: what a lever proposed, what people decided, what was written, how to take it back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a correction stands."""

    PROPOSED = "proposed", _("proposed")
    APPROVED = "approved", _("approved")
    ADJUSTED = "adjusted", _("adjusted")
    DECLINED = "declined", _("declined")
    EXECUTED = "executed", _("applied")
    UNDONE = "undone", _("taken back")
    EXPIRED = "expired", _("expired")
    VERIFIED = "verified", _("measured")


WAITING = (State.PROPOSED, State.ADJUSTED, State.APPROVED)


class DeclineReason(models.TextChoices):
    """Why a person said no."""

    WRONG_DATA = "wrong_data", _("the data are wrong")
    KNOWN_CONTEXT = "known_context", _("I know something the system does not")
    CUSTOMER = "customer", _("it would hurt a customer")
    CAPACITY = "capacity", _("nobody has time for it")
    NOT_FAIR = "not_fair", _("it is not fair")
    LEGAL = "legal", _("it is not allowed")
    TOO_LATE = "too_late", _("it is too late")
    DISAGREE = "disagree", _("I disagree")


class Correction(models.Model):
    """`proposal` is the data of `proposal.Proposal`, `gates` what each gate said before execution.

    Expected values are in the smallest unit of the parameter, the cost in minor units of `currency`; all times
    are company time.
    """

    lever = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    plan_id = models.BigIntegerField()
    parameter = models.CharField(max_length=60)
    goal_id = models.BigIntegerField(null=True)
    case_id = models.BigIntegerField(null=True)
    scope_kind = models.CharField(max_length=20)
    scope_id = models.BigIntegerField()
    proposal = models.JSONField()
    currency = models.CharField(max_length=3)
    expected = models.BigIntegerField()
    expected_q10 = models.BigIntegerField()
    expected_q90 = models.BigIntegerField()
    cost = models.BigIntegerField(default=0)
    p_before = models.FloatField()
    p_after = models.FloatField()
    authority = models.CharField(max_length=1)
    design = models.CharField(max_length=20)
    grade = models.CharField(max_length=1)
    seed = models.BigIntegerField()
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason_code = models.CharField(max_length=20, choices=DeclineReason.choices, blank=True)
    note = models.CharField(max_length=500, blank=True)
    executed_at = models.DateTimeField(null=True)
    matures_at = models.DateTimeField(null=True)
    gates = models.JSONField(default=list)
    undo_record = models.JSONField(null=True)
    undone_at = models.DateTimeField(null=True)
    cool_down_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        indexes = (
            models.Index(fields=("state", "matures_at"), name="correction_due"),
            models.Index(fields=("lever", "scope_kind", "scope_id", "-proposed_at"), name="correction_scope"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("lever", "plan_id", "scope_kind", "scope_id"),
                name="correction_waits_once",
                condition=models.Q(state__in=WAITING),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="declined") | ~models.Q(reason_code=""), name="decline_has_reason"
            ),
        )

    def __str__(self) -> str:
        """Return lever and state."""
        return f"{self.lever} {self.state}"


class Affected(models.Model):
    """A person whose work a correction touches."""

    correction = models.ForeignKey(Correction, models.CASCADE, related_name="affected")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("correction", "user"), name="affected_once"),)

    def __str__(self) -> str:
        """Return both numbers."""
        return f"{self.correction_id}: {self.user_id}"
