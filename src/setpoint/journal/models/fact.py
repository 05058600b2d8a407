"""The fact: one row for everything that happens. The database itself refuses to change or delete one."""

from typing import TYPE_CHECKING

from django.db import models

from setpoint.journal.transaction_id import CommitNumber

if TYPE_CHECKING:
    from collections.abc import Iterable


class FactQuerySet(models.QuerySet["Fact"]):
    """Reads of facts used everywhere."""

    def standing(self) -> "FactQuerySet":
        """Leave out retractions and the facts they take back."""
        taken_back = Fact.objects.filter(retracts=models.OuterRef("pk"))
        return self.filter(~models.Exists(taken_back), retracts__isnull=True)

    def about(self, kind: str, ids: "Iterable[int]") -> "FactQuerySet":
        """Keep the facts about records of `kind`."""
        return self.filter(about_kind=kind, about_id__in=list(ids))


class Fact(models.Model):
    """`kind` names the declared type; `data` is its payload without personal values; `tx` orders by commit."""

    tx = models.BigIntegerField(db_default=CommitNumber(), editable=False)
    kind = models.CharField(max_length=60)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=12)
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=200)
    door = models.CharField(max_length=12)
    # the network address of who did it
    origin = models.CharField(max_length=60, blank=True, default="")
    customer_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    about_kind = models.CharField(max_length=60)
    about_id = models.BigIntegerField()
    channel = models.CharField(max_length=30, blank=True)
    changes = models.JSONField(default=dict)
    data = models.JSONField(default=dict)
    # salted digests of the personal values that stand beside the fact
    personal = models.JSONField(default=dict)
    # plain id, no foreign key: the table is partitioned on PostgreSQL
    retracts = models.BigIntegerField(null=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=("tx", "id"), name="fact_commit_order"),
            models.Index(fields=("about_kind", "about_id", "occurred_at"), name="fact_about"),
            models.Index(
                fields=("customer_id", "occurred_at"),
                name="fact_customer",
                condition=models.Q(customer_id__isnull=False),
            ),
            models.Index(fields=("kind", "occurred_at"), name="fact_kind"),
            # how an auditor reads: what was written down last comes first
            models.Index(fields=("recorded_at", "id"), name="fact_recorded"),
            models.Index(fields=("kind", "recorded_at", "id"), name="fact_kind_recorded"),
            models.Index(fields=("door", "recorded_at", "id"), name="fact_door_recorded"),
            models.Index(
                fields=("actor_id", "recorded_at", "id"),
                name="fact_actor_recorded",
                condition=models.Q(actor_id__isnull=False),
            ),
            models.Index(fields=("retracts",), name="fact_retracts", condition=models.Q(retracts__isnull=False)),
            models.Index(fields=("person_id",), name="fact_person", condition=models.Q(person_id__isnull=False)),
        )

    def __str__(self) -> str:
        """Return kind and subject."""
        return f"{self.kind} {self.about_kind}:{self.about_id}"
