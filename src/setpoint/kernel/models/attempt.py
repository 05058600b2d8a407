"""Failed attempts to sign in, counted so that passwords cannot be guessed."""

from django.db import models


class SignInAttempt(models.Model):
    """One failed attempt; machine time."""

    email = models.CharField(max_length=254)
    address = models.CharField(max_length=45)
    at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=("email", "at"), name="attempt_email"),
            models.Index(fields=("address", "at"), name="attempt_address"),
        )

    def __str__(self) -> str:
        """Return who tried."""
        return self.email
