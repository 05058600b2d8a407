"""Creating and changing parties."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.operations.firsts import REFLECTED, write_employers, write_reached
from setpoint.domains.customers.permissions import KIND, require_any, require_parties
from setpoint.domains.customers.record import PartyChanged, PartyCreated
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.bulk import insert_objects, update_each
from setpoint.kernel.clock import company_now, company_today
from setpoint.kernel.field_rights import require_writable
from setpoint.kernel.folding import fold
from setpoint.kernel.permissions import require_still
from setpoint.kernel.refs import Ref
from setpoint.platform.fields.operations.values import fill_many
from setpoint.platform.fields.requiring import require_filled

CHANGEABLE = (
    *("name", "family_name", "given_name", "patronymic", "salutation", "email", "phone", "sector", "country"),
    *("employees", "founded", "employer", "territory"),
)
BATCH = 500


@transaction.atomic
def create_many(parties: Sequence[Party], *, by: Actor, at: datetime | None = None) -> list[Party]:
    """Save unsaved parties with their facts, in sets; return them with their numbers."""
    require_any(by, "create")
    moment = at or company_now()
    for party in parties:
        party.folded = fold(party.name)
        party.created_at = moment
    created = list(parties)
    insert_objects(Party, created)
    require_parties(by, "create", [party.pk for party in created])
    reached = {
        party.pk: {name: getattr(party, name) for name in REFLECTED if getattr(party, name)} for party in created
    }
    write_reached({pk: values for pk, values in reached.items() if values}, new=True)
    write_employers({party.pk: party.employer for party in created if party.employer_id}, since=None)
    facts.emit_many([_created(party, by, moment) for party in created])
    return created


@transaction.atomic
def create(*, kind: str, name: str, by: Actor, fields: Mapping[str, Any] | None = None, **values: Any) -> Party:
    """Create one party. ValidationError names the field that is wrong.

    `fields`: what it says in fields of an administrator. Who gives them, be they empty, is asked for those that must
    be filled; what creates cards by itself, as a letter from somebody unknown does, is not.
    """
    require_writable(by, KIND, [key for key, value in values.items() if value not in (None, "")])
    party = Party(kind=kind, name=name.strip(), created_at=company_now(), folded=fold(name), **values)
    party.full_clean()
    (created,) = create_many([party], by=by)
    if fields is not None:
        fill_many(KIND, {created.pk: fields}, by=by, created=True)
        require_still(by, Party.objects.all(), KIND, "create", [created.pk])
        require_filled(KIND, {created.pk: None})
    return created


@transaction.atomic
def change_many(given: Mapping[int, Mapping[str, Any]], *, by: Actor) -> list[Party]:
    """Change fields of parties (number → field → value), in sets; a change to what it was writes nothing.

    Return those that changed. ValidationError names the field.
    """
    require_parties(by, "change", list(given))
    unknown = {name for values in given.values() for name in values} - set(CHANGEABLE)
    if unknown:
        raise ValidationError({name: _("This field cannot be changed.") for name in unknown})
    found: dict[int, Party] = {}
    for start in range(0, len(given), BATCH):
        rows = Party.objects.select_for_update().order_by("pk").filter(pk__in=list(given)[start : start + BATCH])
        found |= {party.pk: party for party in rows}
    changes = {pk: _changes(found[pk], values) for pk, values in given.items()}
    changed = [found[pk] for pk, pairs in changes.items() if pairs]
    names = sorted({name for pairs in changes.values() for name in pairs})
    require_writable(by, KIND, names)
    for party in changed:
        for name in changes[party.pk]:
            setattr(party, name, given[party.pk][name])
        party.folded = fold(party.name)
        party.full_clean(exclude={field.name for field in Party._meta.fields} - changes[party.pk].keys())
    update_each(changed, [*names, "folded"])
    _keep_rows(changed, changes)
    require_still(by, Party.objects.all(), KIND, "change", [party.pk for party in changed])
    facts.emit_many([_changed(party, changes[party.pk], by) for party in changed])
    return changed


def change(party: Party, values: Mapping[str, Any], *, by: Actor) -> Party:
    """Change fields of a party; a change to what it was writes nothing. ValidationError names the field."""
    changed = change_many({party.pk: values}, by=by)
    return changed[0] if changed else Party.objects.get(pk=party.pk)


def _created(party: Party, by: Actor, moment: datetime) -> facts.NewFact:
    return facts.NewFact(
        PartyCreated(party.kind, party.name, party.email, party.phone, party.sector, party.country, party.external_id),
        about=Ref(KIND, party.pk),
        by=by,
        occurred_at=moment,
        customer=party.pk,
        person=_person(party),
    )


def _changes(party: Party, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    return {
        name: [_plain(getattr(party, name)), _plain(value)]
        for name, value in values.items()
        if getattr(party, name) != value
    }


def _changed(party: Party, changes: Mapping[str, list[Any]], by: Actor) -> facts.NewFact:
    return facts.NewFact(
        PartyChanged(", ".join(sorted(changes))),
        about=Ref(KIND, party.pk),
        by=by,
        occurred_at=company_now(),
        customer=party.pk,
        person=_person(party),
        changes=changes,
    )


def _keep_rows(changed: Sequence[Party], changes: Mapping[int, Mapping[str, Any]]) -> None:
    """Let the rows of which lists show the first say the same."""
    reached = {
        party.pk: {name: getattr(party, name) for name in REFLECTED if name in changes[party.pk]} for party in changed
    }
    write_reached({pk: values for pk, values in reached.items() if values})
    employed = {party.pk: party.employer for party in changed if "employer" in changes[party.pk]}
    write_employers(employed, since=company_today())


def _person(party: Party) -> int | None:
    """An organisation has no personal values to protect."""
    return party.pk if party.is_personal else None


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value
