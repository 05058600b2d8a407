"""Cards leave whole: every detail of each in one row, as an import takes it again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q

from setpoint.domains.customers.details import SORTS_OF_DETAIL
from setpoint.domains.customers.models import KeptCard, Party, Relation
from setpoint.domains.customers.permissions import KIND, visible_parties
from setpoint.domains.customers.queries.vcards import uid_of
from setpoint.domains.customers.whole import (
    BACK,
    FORTH,
    LONGEST_VCARD,
    NAMES,
    NUMBERS,
    TEXTS,
    told,
)
from setpoint.kernel.actors import Actor
from setpoint.kernel.field_rights import hidden, veil
from setpoint.platform.fields.importing import importable
from setpoint.platform.lists.columns import Cell, OfField
from setpoint.platform.lists.exporting import plain
from setpoint.platform.lists.packing import pack
from setpoint.platform.lists.showing import cells_of
from setpoint.platform.lists.whole import Whole, register_whole


def head(language: str, by: Actor) -> list[str]:
    """Return the names of the columns."""
    return [*(names[language == "ru"] for names in NAMES.values()), *(str(one) for one in _fields(by))]


def rows(ids: Sequence[int], by: Actor) -> list[list[str]]:
    """Return the cells of cards, as far as the actor sees them; as many queries for any number of cards."""
    found = Party.objects.select_related("territory", "stage").in_bulk(ids)
    parties = veil(by, KIND, [found[pk] for pk in ids if pk in found])
    columns = {name: _details(name, ids, by) for name in SORTS_OF_DETAIL}
    kept = _kept(ids, by)
    fields = [OfField(one) for one in _fields(by)]
    said = cells_of(KIND, parties, fields, {one.key: one for one in fields}, by)

    def card(party: Party) -> Iterable[str]:
        yield party.external_id or uid_of(party.pk)
        yield party.kind
        yield from (getattr(party, name) for name in TEXTS)
        yield from (_number(getattr(party, name)) for name in NUMBERS)
        yield party.territory.name if party.territory else ""
        yield party.stage.key if party.stage else ""
        yield from (pack(columns[name].get(party.pk, ())) for name in NAMES if name in SORTS_OF_DETAIL)
        yield kept.get(party.pk, "")

    return [[*card(party), *(_field(cell) for cell in cells)] for party, cells in zip(parties, said, strict=True)]


def _fields(by: Actor) -> list[Any]:
    away = hidden(by, KIND)
    return [one for one in importable(KIND) if f"f.{one.key}" not in away]


def _field(cell: Cell) -> str:
    return f"{plain(cell)} {cell.currency}".strip() if cell.currency else plain(cell)


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _details(name: str, ids: Sequence[int], by: Actor) -> Mapping[int, list[list[str]]]:
    sort, away = SORTS_OF_DETAIL[name], hidden(by, KIND)
    if name == "relation":
        return {} if "relations" in away else _relations(ids, by)
    related = [field.name for field in sort.model._meta.fields if field.is_relation and field.name != "party"]
    found: dict[int, list[list[str]]] = defaultdict(list)
    for row in sort.model.objects.filter(party__in=ids).select_related(*related).order_by("pk"):
        if sort.field(row) not in away:
            found[row.party_id].append(told(row, sort))
    return found


def _relations(ids: Sequence[int], by: Actor) -> Mapping[int, list[list[str]]]:
    """Each relation stands on the younger of both cards: the other one has come in before."""
    seen = visible_parties(by).values("pk")
    either = Q(party__in=ids, other__in=seen) | Q(other__in=ids, party__in=seen)
    here, found = set(ids), defaultdict[int, list[list[str]]](list)
    for row in Relation.objects.filter(either).select_related("kind", "party", "other").order_by("pk"):
        forth = row.party_id > row.other_id
        younger, older = (row.party, row.other) if forth else (row.other, row.party)
        if younger.pk in here:
            days = [day.isoformat() if day else "" for day in (row.since, row.until)]
            other = [older.external_id or uid_of(older.pk), older.kind, older.name]
            found[younger.pk].append([FORTH if forth else BACK, row.kind.key, *other, row.note, *days])
    return found


def _kept(ids: Sequence[int], by: Actor) -> dict[int, str]:
    if hidden(by, KIND):
        # a vCard tells more than the columns
        return {}
    texts = dict(KeptCard.objects.filter(party__in=ids).values_list("party", "text"))
    return {pk: text for pk, text in texts.items() if len(text) <= LONGEST_VCARD}


register_whole(KIND, Whole(head, rows))
