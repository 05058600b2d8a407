"""Who sees consents, and what they are asked for."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from setpoint.domains.channels.models import ChannelRule, Consent, Purpose
from setpoint.kernel.actors import Actor
from setpoint.kernel.governed import GovernedKind, govern
from setpoint.kernel.models.people import Scope
from setpoint.kernel.permissions import register_visible, scope_of, visible_to

PURPOSE = "channels.purpose"
RULE = "channels.rule"
CONSENT = "channels.consent"
PARTY = "customers.party"

govern(GovernedKind(PURPOSE, _("Purposes of consent"), ("change",), Purpose.objects.all, scopes=(Scope.ALL,)))
govern(GovernedKind(RULE, _("Rules of channels"), ("change",), ChannelRule.objects.all, scopes=(Scope.ALL,)))


@register_visible(CONSENT)
def visible_consents(actor: Actor) -> QuerySet[Consent]:
    """Return the consents of the people whom the actor sees."""
    return Consent.objects.filter(party__in=visible_to(actor, PARTY).values("pk"))


@register_visible(PURPOSE)
def visible_purposes(actor: Actor) -> QuerySet[Purpose]:
    """Return every purpose to those who see customers, none to others."""
    purposes = Purpose.objects.all()
    return purposes if scope_of(actor, PARTY, "see") else purposes.none()
