"""Which row of several comes first, and what of it stands on the party itself, by which lists are ordered."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from setpoint.domains.customers.details import DetailSort
from setpoint.domains.customers.media import home_country, normalise
from setpoint.domains.customers.models import ContactPoint, Party, Relation, RelationKind
from setpoint.domains.customers.models.party import PartyKind
from setpoint.kernel.bulk import insert_objects, update_each
from setpoint.kernel.clock import company_today

BATCH = 500
WORKS_AT = "works_at"
# medium → column of the party
REFLECTED = {"email": "email", "phone": "phone"}


def settle(sort: DetailSort, parties: Mapping[int, Party], first: Collection[int] = ()) -> None:
    """Let one row of each group come first: one of `first`, else the one that did, else the oldest that still holds.

    The parties are locked by the caller, and written where what they show has changed.
    """
    if sort.ranked:
        for some in _chunks(parties):
            _rank(sort, some, first)
    if sort.model is ContactPoint:
        _reflect_contact_points(parties)
    if sort.model is Relation:
        _reflect_employers(parties)


def begin(sort: DetailSort, rows: Sequence[Any], parties: Mapping[int, Party]) -> None:
    """Do what `settle` does for rows not yet saved, the first of their sort of parties that are new: nothing is read.

    What stands on the parties themselves has its row already.
    """
    today = company_today()
    changed: dict[int, Party] = {}
    for row in rows:
        party = parties[row.party_id]
        if sort.model is Relation and _employs(row, today) and party.employer_id is None:
            party.employer = row.other
            changed[party.pk] = party
    update_each(changed.values(), ["employer"])
    if not sort.ranked:
        return
    groups: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.party_id, *(getattr(row, name) for name in sort.group)].append(row)
    for (party_id, *of_group), some in groups.items():
        column = REFLECTED.get(of_group[0], "") if sort.model is ContactPoint else ""
        best = None if column and getattr(parties[party_id], column) else _best(some, (), today)
        for row in some:
            row.is_primary = row is best


def write_reached(given: Mapping[int, Mapping[str, str]], *, new: bool = False) -> None:
    """Make the first e-mail address or telephone of parties (party → medium → value) this one; "" takes it away.

    Of `new` parties there is none yet.
    """
    if not given:
        return
    country = home_country()
    known: dict[tuple[int, str], ContactPoint] = {}
    for some in () if new else _chunks(given):
        rows = ContactPoint.objects.filter(party__in=some, medium__in=REFLECTED, is_primary=True)
        known |= {(row.party_id, row.medium): row for row in rows}
    added, changed, gone = [], [], []
    for party, values in given.items():
        for medium, value in values.items():
            row = known.get((party, medium))
            if not value:
                gone += [row.pk] if row else []
                continue
            if row is None:
                row = ContactPoint(party_id=party, medium=medium, is_primary=True)
                added.append(row)
            else:
                changed.append(row)
            row.value, row.normalised = value, normalise(medium, value, country)
    insert_objects(ContactPoint, added)
    update_each(changed, ["value", "normalised"])
    ContactPoint.objects.filter(pk__in=gone).delete()


def write_employers(given: Mapping[int, Party | None], *, since: date | None) -> None:
    """End what people worked at, and let them work (party → employer) from then on; None: nowhere."""
    if not given:
        return
    working = Relation.objects.filter(party__in=given, kind__key=WORKS_AT, until=None)
    working.update(until=since or company_today())
    kind = RelationKind.objects.values_list("pk", flat=True).get(key=WORKS_AT)
    rows = [
        Relation(party_id=party, kind_id=kind, other=employer, since=since)
        for party, employer in given.items()
        if employer is not None
    ]
    insert_objects(Relation, rows)


def _rank(sort: DetailSort, parties: Collection[int], first: Collection[int]) -> None:
    today = company_today()
    groups: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in sort.model.objects.filter(party__in=parties).order_by("pk"):
        groups[row.party_id, *(getattr(row, name) for name in sort.group)].append(row)
    lowered, raised = [], []
    for rows in groups.values():
        best = _best(rows, first, today)
        lowered += [row.pk for row in rows if row.is_primary and row is not best]
        raised += [] if best.is_primary else [best.pk]
    sort.model.objects.filter(pk__in=lowered).update(is_primary=False)
    sort.model.objects.filter(pk__in=raised).update(is_primary=True)


def _best(rows: Sequence[Any], first: Collection[int], today: date) -> Any:
    """Return which of equals, in the order of their age, comes first."""
    holding = [row for row in rows if row.until is None or row.until >= today] or rows
    return min(holding, key=lambda row: (row.pk not in first, not row.is_primary))


def _employs(row: Relation, today: date) -> bool:
    holds = row.until is None or row.until > today
    return holds and row.kind.key == WORKS_AT and row.other.kind == PartyKind.ORGANISATION


def _reflect_contact_points(parties: Mapping[int, Party]) -> None:
    shown: dict[int, dict[str, str]] = {pk: dict.fromkeys(REFLECTED.values(), "") for pk in parties}
    for some in _chunks(parties):
        rows = ContactPoint.objects.filter(party__in=some, medium__in=REFLECTED, is_primary=True)
        for number, medium, value in rows.values_list("party", "medium", "value"):
            shown[number][REFLECTED[medium]] = value
    changed = []
    for pk, party in parties.items():
        if any(getattr(party, name) != value for name, value in shown[pk].items()):
            party.email, party.phone = shown[pk]["email"], shown[pk]["phone"]
            changed.append(party)
    update_each(changed, list(REFLECTED.values()))


def _reflect_employers(parties: Mapping[int, Party]) -> None:
    employers: dict[int, int] = {}
    for some in _chunks(parties):
        holds = Q(until=None) | Q(until__gt=company_today())
        rows = Relation.objects.filter(
            holds, party__in=some, kind__key=WORKS_AT, other__kind=PartyKind.ORGANISATION
        ).order_by("pk")
        employers |= dict(rows.values_list("party", "other"))
    changed = [party for pk, party in parties.items() if party.employer_id != employers.get(pk)]
    for party in changed:
        party.employer_id = employers.get(party.pk)
    update_each(changed, ["employer"])


def _chunks(parties: Iterable[int]) -> Iterable[list[int]]:
    ordered = sorted(parties)
    return (ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH))
