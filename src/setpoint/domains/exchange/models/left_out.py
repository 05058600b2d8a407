"""What somebody does not want in his address book."""

from django.conf import settings
from django.db import models

from setpoint.domains.customers.models import Party


class LeftOut(models.Model):
    """A person deleted a card from his address book elsewhere: it is in his book no more, the card stays."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    party = models.ForeignKey(Party, models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "party"), name="left_out_once"),)

    def __str__(self) -> str:
        """Return both numbers."""
        return f"{self.party_id} left out by {self.person_id}"
