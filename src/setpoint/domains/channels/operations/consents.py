"""Taking down that a person agreed, or took it back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from setpoint.domains.channels.models import Consent, Purpose, Way, Withdrawal
from setpoint.domains.channels.permissions import PARTY
from setpoint.domains.channels.record import ConsentGiven, ConsentWithdrawn
from setpoint.domains.customers.models import Party
from setpoint.domains.customers.models.party import PartyKind
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.permissions import require_record
from setpoint.kernel.refs import Ref


@transaction.atomic
def give(party: Party, purpose: Purpose, *, way: str, by: Actor) -> Consent:
    """Take down that a person agrees to the newest text of a purpose; where he has already, that consent is returned.

    ValidationError for an organisation, a closed purpose, an unknown way.
    """
    require_record(by, PARTY, "change", party.pk)
    # who agrees twice at once agrees once
    party = Party.objects.select_for_update().get(pk=party.pk)
    purpose = Purpose.objects.get(pk=purpose.pk)
    if party.kind != PartyKind.PERSON:
        raise ValidationError(_("Only people agree, not organisations."))
    text = purpose.texts.order_by("-version").first()
    if purpose.closed_at is not None or text is None:
        raise ValidationError(_("Nobody is asked for this any more."))
    label = _way(way)
    standing = Consent.objects.filter(party=party, text=text, withdrawal=None).first()
    if standing is not None:
        return standing
    now = company_now()
    consent = Consent.objects.create(party=party, text=text, way=way, given_at=now, by_id=by.user_id, by_label=by.label)
    _emit(ConsentGiven(purpose.name, text.version, label), party, by)
    return consent


@transaction.atomic
def withdraw(party: Party, purpose: Purpose, *, way: str, by: Actor) -> int:
    """Take down that a person takes his consent to a purpose back, to whatever version; return how many ended."""
    require_record(by, PARTY, "change", party.pk)
    label = _way(way)
    standing = Consent.objects.select_for_update(of=("self",)).filter(
        party=party, text__purpose=purpose, withdrawal=None
    )
    now = company_now()
    ended = Withdrawal.objects.bulk_create(
        Withdrawal(consent=consent, way=way, withdrawn_at=now, by_id=by.user_id, by_label=by.label)
        for consent in standing
    )
    if ended:
        _emit(ConsentWithdrawn(purpose.name, label), party, by)
    return len(ended)


def _way(way: str) -> str:
    """Return the English words for a way, which facts keep."""
    if way not in Way.values:
        raise ValidationError({"way": _("There is no such choice.")})
    with override("en"):
        return str(Way(way).label)


def _emit(payload: object, party: Party, by: Actor) -> None:
    about = Ref(PARTY, party.pk)
    facts.emit(facts.NewFact(payload, about=about, by=by, occurred_at=company_now(), customer=party.pk))
