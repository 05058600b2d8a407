"""Something a person must know, kept until it is seen and after."""

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """`data` fills the sentence of the notice's kind in the reader's language.

    Notices of one kind and `group` that are not yet seen are one notice with a `count`.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    group = models.CharField(max_length=120)
    ref_kind = models.CharField(max_length=60)
    ref_id = models.BigIntegerField()
    data = models.JSONField(default=dict)
    count = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    # the person does not want this kind in the application: other ways may tell of it
    is_silent = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=("user", "-created_at"), name="notice_latest"),)
        constraints = (
            models.UniqueConstraint(
                fields=("user", "kind", "group"), name="notice_unseen_once", condition=models.Q(seen_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        """Return the kind."""
        return f"{self.kind} for {self.user_id}"
