"""What other programs say on a vCard beside what a card holds."""

from django.db import models

from setpoint.domains.customers.models.party import Party


class KeptCard(models.Model):
    """The vCard as another program wrote it last: its lines are given back as they came as long as they are true."""

    party = models.OneToOneField(Party, models.CASCADE, related_name="+", primary_key=True)
    text = models.TextField()

    def __str__(self) -> str:
        """Return the party's number."""
        return f"vCard of {self.party_id}"
