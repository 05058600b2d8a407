"""Creating, changing and forgetting parties."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.models.party import PartyKind
from setpoint.domains.customers.permissions import KIND, require_any, require_parties
from setpoint.domains.customers.record import PartyChanged, PartyCreated
from setpoint.journal.forgetting import register_shredder
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.field_rights import require_writable
from setpoint.kernel.folding import fold
from setpoint.kernel.permissions import require_still
from setpoint.kernel.refs import Ref

CHANGEABLE = ("name", "email", "phone", "sector", "country", "employees", "founded", "employer", "territory")


@transaction.atomic
def create_many(parties: Sequence[Party], *, by: Actor, at: datetime | None = None) -> list[Party]:
    """Save unsaved parties with their facts, in sets; return them with their numbers."""
    require_any(by, "create")
    moment = at or company_now()
    for party in parties:
        party.folded = fold(party.name)
        party.created_at = moment
    created = Party.objects.bulk_create(parties, batch_size=500)
    require_parties(by, "create", [party.pk for party in created])
    facts.emit_many([_created(party, by, moment) for party in created])
    return created


def create(*, kind: str, name: str, by: Actor, **values: Any) -> Party:
    """Create one party. ValidationError names the field that is wrong."""
    require_writable(by, KIND, [key for key, value in values.items() if value not in (None, "")])
    party = Party(kind=kind, name=name.strip(), created_at=company_now(), folded=fold(name), **values)
    party.full_clean()
    return create_many([party], by=by)[0]


@transaction.atomic
def change(party: Party, values: Mapping[str, Any], *, by: Actor) -> Party:
    """Change fields of a party; a change to what it was writes nothing. ValidationError names the field."""
    require_parties(by, "change", [party.pk])
    party = Party.objects.select_for_update().get(pk=party.pk)
    unknown = set(values) - set(CHANGEABLE)
    if unknown:
        raise ValidationError({name: _("This field cannot be changed.") for name in unknown})
    changes = {
        name: [_plain(getattr(party, name)), _plain(value)]
        for name, value in values.items()
        if getattr(party, name) != value
    }
    if not changes:
        return party
    require_writable(by, KIND, changes)
    for name in changes:
        setattr(party, name, values[name])
    party.folded = fold(party.name)
    party.full_clean()
    party.save(update_fields=[*changes, "folded"])
    require_still(by, Party.objects.all(), KIND, "change", [party.pk])
    facts.emit(
        facts.NewFact(
            PartyChanged(", ".join(sorted(changes))),
            about=Ref(KIND, party.pk),
            by=by,
            occurred_at=company_now(),
            customer=party.pk,
            person=_person(party),
            changes=changes,
        )
    )
    return party


@register_shredder("customers_party")
def shred(person_id: int) -> None:
    """Take a forgotten person's values off the card."""
    Party.objects.filter(pk=person_id).update(name="-", folded="-", email="", phone="", external_id="")


def _created(party: Party, by: Actor, moment: datetime) -> facts.NewFact:
    return facts.NewFact(
        PartyCreated(party.kind, party.name, party.email, party.phone, party.sector, party.country, party.external_id),
        about=Ref(KIND, party.pk),
        by=by,
        occurred_at=moment,
        customer=party.pk,
        person=_person(party),
    )


def _person(party: Party) -> int | None:
    """An organisation has no personal values to protect."""
    return party.pk if party.kind == PartyKind.PERSON else None


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value
