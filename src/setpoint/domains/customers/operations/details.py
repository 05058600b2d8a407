"""Adding, changing and taking away the rows of cards: addresses, requisites, relations, occasions and the like."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from setpoint.domains.customers.details import DetailSort, Row, checked, sort_of
from setpoint.domains.customers.media import home_country
from setpoint.domains.customers.models import Party, Relation
from setpoint.domains.customers.operations.firsts import begin, settle
from setpoint.domains.customers.permissions import KIND, require_parties
from setpoint.domains.customers.record import DetailAdded, DetailChanged, DetailFact, DetailRemoved
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.bulk import insert_objects
from setpoint.kernel.clock import company_now
from setpoint.kernel.field_rights import require_writable
from setpoint.kernel.refs import Ref

BATCH = 500


@transaction.atomic
def add_many(
    rows: Sequence[Row], *, by: Actor, at: datetime | None = None, new: Mapping[int, Party] | None = None
) -> list[Row]:
    """Save unsaved rows of cards, of any sorts, with their facts, in sets. ValidationError names the field.

    The first of its group comes first; one marked so takes the place of the one that did. `new`: their parties by
    number, where the caller has just made them and has checked the rows: nothing is asked again.
    """
    require_parties(by, "change", sorted({row.party_id for row in rows}))
    country = home_country() if new is None else ""
    for row in rows if new is None else ():
        checked(row, country, alone=len(rows) == 1)
    require_writable(by, KIND, {sort_of(row).field(row) for row in rows})
    parties = _locked([row.party_id for row in rows]) if new is None else new
    for sort, some in _by_sort(rows).items():
        if new is not None:
            begin(sort, some, new)
            insert_objects(sort.model, some)
            continue
        wanted = [row for row in some if sort.ranked and row.is_primary]
        for row in wanted:
            row.is_primary = False
        insert_objects(sort.model, some)
        settle(sort, parties, first=[row.pk for row in wanted])
    moment = at or company_now()
    facts.emit_many([fact for row in rows for fact in _facts(DetailAdded, row, parties, by, at=moment)])
    return list(rows)


def add(row: Row, *, by: Actor) -> Row:
    """Save one row of a card. ValidationError names the field."""
    return add_many([row], by=by)[0]


@transaction.atomic
def change(row: Row, values: Mapping[str, Any], *, by: Actor) -> Row:
    """Change columns of a row; a change to what it was writes nothing. ValidationError names the field."""
    sort = sort_of(row)
    require_parties(by, "change", [row.party_id])
    unknown = set(values) - set(sort.columns)
    if unknown:
        raise ValidationError({name: _("This field cannot be changed.") for name in unknown})
    parties = _locked([row.party_id])
    row = sort.model.objects.get(pk=row.pk)
    changes = {
        name: [plain(getattr(row, name)), plain(value)] for name, value in values.items() if getattr(row, name) != value
    }
    if not changes:
        return row
    require_writable(by, KIND, [sort.field(row)])
    for name in changes:
        setattr(row, name, values[name])
    checked(row, home_country())
    first = sort.ranked and row.is_primary
    if sort.ranked:
        row.is_primary = False
    row.save()
    settle(sort, parties, first=[row.pk] if first else [])
    row.refresh_from_db()
    facts.emit_many(_facts(DetailChanged, row, parties, by, changes=changes, at=company_now()))
    return row


@transaction.atomic
def remove_many(rows: Sequence[Row], *, by: Actor) -> None:
    """Take rows off their cards, in sets; what they said stands in the facts."""
    require_parties(by, "change", sorted({row.party_id for row in rows}))
    require_writable(by, KIND, {sort_of(row).field(row) for row in rows})
    parties = _locked([row.party_id for row in rows])
    now = company_now()
    facts.emit_many([fact for row in rows for fact in _facts(DetailRemoved, row, parties, by, at=now)])
    for sort, some in _by_sort(rows).items():
        sort.model.objects.filter(pk__in=[row.pk for row in some]).delete()
        settle(sort, parties)


def remove(row: Row, *, by: Actor) -> None:
    """Take one row off its card."""
    remove_many([row], by=by)


def plain(value: Any) -> Any:
    """Return a value as facts hold it."""
    if isinstance(value, Model):
        return value.pk
    return value.isoformat() if isinstance(value, date) else value


def _by_sort(rows: Sequence[Row]) -> dict[DetailSort, list[Row]]:
    found: dict[DetailSort, list[Row]] = defaultdict(list)
    for row in rows:
        found[sort_of(row)].append(row)
    return found


def _locked(ids: Collection[int]) -> dict[int, Party]:
    ordered = sorted(set(ids))
    found: dict[int, Party] = {}
    for start in range(0, len(ordered), BATCH):
        rows = Party.objects.select_for_update().order_by("pk").filter(pk__in=ordered[start : start + BATCH])
        found |= {party.pk: party for party in rows}
    return found


def _facts(
    payload: type[DetailFact],
    row: Row,
    parties: Mapping[int, Party],
    by: Actor,
    *,
    changes: Mapping[str, Sequence[Any]] | None = None,
    at: datetime,
) -> list[facts.NewFact]:
    """Return the fact of a row; a relation is told on both cards, each naming the other party."""
    sort = sort_of(row)
    values = {name: plain(getattr(row, name)) for name in sort.columns}
    party = parties[row.party_id]

    def told(about: Party, said: str, named: Party) -> facts.NewFact:
        # to be forgotten with whom it names, else with whom it tells of
        person = next((one.pk for one in (named, about) if one.is_personal), None)
        return facts.NewFact(
            payload(detail=sort.key, row=row.pk, what=sort.what, said=said, of_field=sort.field(row), values=values),
            about=Ref(KIND, about.pk),
            by=by,
            occurred_at=at,
            customer=about.pk,
            person=person,
            changes=changes or {},
        )

    if not isinstance(row, Relation):
        return [told(party, sort.said(row), party)]
    other = row.other
    return [told(party, sort.said(row), other), told(other, f"{_(row.kind.reverse)} {party.name}", party)]
