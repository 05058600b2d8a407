"""Who vouches for people of this company: its providers of single sign-on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from setpoint.platform.sealing.field import SealedField


class SignInProvider(models.Model):
    """One provider that speaks OpenID Connect; `key` stands in the address to which it sends people back."""

    key = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=80)
    issuer = models.URLField(_("address of the provider"))
    client_id = models.CharField(_("client ID"), max_length=200)
    secret = SealedField(_("client secret"))
    # some vouch for no address, though all of them are the company's own
    trusts_addresses = models.BooleanField(default=False)

    def __str__(self) -> str:
        """Return its name."""
        return self.name
