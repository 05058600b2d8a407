"""Import of whole cards, as the export of everything writes them, with all their details."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from setpoint.domains.customers.details import DetailSort, checked
from setpoint.domains.customers.media import home_country
from setpoint.domains.customers.models import LifeStage, Party, Relation, RelationKind
from setpoint.domains.customers.models.party import PartyKind
from setpoint.domains.customers.operations import details, life, parties
from setpoint.domains.customers.operations.vcards import keep_many
from setpoint.domains.customers.permissions import KIND
from setpoint.domains.customers.queries.vcards import party_of
from setpoint.domains.customers.whole import (
    FORTH,
    KEY,
    KIND_OF_CARD,
    NAMES,
    NUMBERS,
    RELATION,
    TEXTS,
    VCARD,
    read,
    sorts,
    words,
)
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import Territory
from setpoint.kernel.refs import Ref
from setpoint.platform.fields.importing import columns_of, fill_imported, importable, problem_in
from setpoint.platform.importing.agreement import Agreement
from setpoint.platform.importing.importer import Importer, Written
from setpoint.platform.importing.kinds import Field, ImportKind, register_kind
from setpoint.platform.importing.parsing import Record
from setpoint.platform.importing.problems import Problem
from setpoint.platform.importing.wordings import Wording, add_wordings
from setpoint.platform.lists.packing import unpack
from setpoint.platform.vcards.lines import LONGEST

LONGEST_CELL = 100_000

add_wordings(
    {
        "card.column": Wording(
            _("“%(field)s” cannot be read: %(reason)s"),
            _("Leave the column as it was exported, or empty it."),
        ),
    }
)


class CellError(Exception):
    """A cell of the card is not as an export writes it."""

    def __init__(self, column: str, reason: str) -> None:
        self.column, self.reason = column, reason
        super().__init__(column)


@dataclass
class Whole:
    """A row as it will be written; relations still name the other card by its key."""

    party: Party
    key: str
    rows: list[Any] = field(default_factory=list)
    relations: list[dict[str, str]] = field(default_factory=list)
    stage: LifeStage | None = None


class WholeRows(Importer):
    """Creates cards with everything they hold; one whose key is known is left as it is."""

    def __init__(self, agreement: Agreement, *, by: Actor, run: int) -> None:
        super().__init__(agreement, by=by, run=run)
        self._fields, self._country, self._words = importable(KIND), home_country(), words()
        self._stages = {one.key: one for one in LifeStage.objects.all()}
        self._territories = {one.name: one for one in Territory.objects.filter(removed_at__isnull=True)}

    def check(self, record: Record) -> Problem | None:
        """Refuse what is no card, or says of a detail what cannot be."""
        try:
            self._read(record)
        except CellError as error:
            column = NAMES[error.column][get_language() == "ru"]
            return Problem("card.column", {"field": column, "reason": error.reason[:200]})
        return problem_in(self._fields, record)

    def matched(self, records: Sequence[Record]) -> set[int]:
        """Ask in sets for keys: of this installation's own cards, and of those that came in before."""
        there = _known(record.text(KEY) for record in records)
        return {record.row for record in records if record.text(KEY) in there}

    def write(self, records: Sequence[Record]) -> Written:
        """Create the cards; another card that one names and that is not there comes in with name and key alone."""
        cards = [self._read(record) for record in records]
        made = parties.create_many([card.party for card in cards], by=self.by)
        others, new = self._others(cards)
        for card in cards:
            for row in card.rows:
                row.party = card.party
        rows = [row for card in cards for row in (*card.rows, *self._relations(card, others))]
        if rows:
            details.add_many(rows, by=self.by)
        staged = {card.party.pk: card.stage for card in cards if card.stage is not None}
        if staged:
            life.enter_many(staged, by=self.by)
        of = dict(zip([one.pk for one in made], records, strict=True))
        keep_many({pk: record.text(VCARD) for pk, record in of.items() if record.text(VCARD)})
        fill_imported(KIND, self._fields, of, by=self.by)
        return Written([Ref(KIND, party.pk) for party in (*new, *made)])

    def _read(self, record: Record) -> Whole:
        party = Party(external_id=record.text(KEY), kind=self._kind(record))
        for name in TEXTS:
            setattr(party, name, record.text(name))
        for name in NUMBERS:
            setattr(party, name, _number(record, name))
        party.territory = _word(self._territories, record, "territory")
        card = Whole(party, record.text(KEY), stage=_word(self._stages, record, "stage"))
        try:
            party.clean_fields(exclude=("folded", "created_at", "territory", "stage", "employer"))
        except ValidationError as refusal:
            name, messages = next(iter(refusal.message_dict.items()))
            raise CellError(name if name in NAMES else KEY, " ".join(messages)) from None
        for sort in sorts():
            card.rows += [self._row(values, sort) for values in _values(record, sort.key)]
        for values in _values(record, "relation"):
            if len(values) != len(RELATION) or values[1] not in self._words[RelationKind]:
                raise CellError("relation", ";".join(values))
            card.relations.append(dict(zip(RELATION, values, strict=True)))
        return card

    def _kind(self, record: Record) -> str:
        kind = record.text(KIND_OF_CARD)
        if kind not in PartyKind.values:
            raise CellError(KIND_OF_CARD, kind)
        return kind

    def _row(self, values: Sequence[str], sort: DetailSort) -> Any:
        try:
            return checked(read(values, sort, self._words), self._country, alone=False)
        except ValidationError as refusal:
            raise CellError(sort.key, f"{';'.join(values)}: {' '.join(refusal.messages)}") from None
        except (ValueError, KeyError):
            raise CellError(sort.key, ";".join(values)) from None

    def _others(self, cards: Sequence[Whole]) -> tuple[dict[str, Party], list[Party]]:
        """Return the cards that relations name, by key, and those of them that had to be created."""
        there = {card.key: card.party for card in cards}
        named = {one["other_key"]: one for card in cards for one in card.relations}
        there |= _known(named.keys() - there.keys())
        missing = [
            Party(kind=one["other_kind"] or PartyKind.PERSON, name=one["other_name"] or key, external_id=key)
            for key, one in named.items()
            if key not in there
        ]
        new = parties.create_many(missing, by=self.by) if missing else []
        return there | {one.external_id: one for one in new}, new

    def _relations(self, card: Whole, others: Mapping[str, Party]) -> Iterator[Relation]:
        for one in card.relations:
            pair = (card.party, others[one["other_key"]])
            party, other = pair if one["way"] == FORTH else pair[::-1]
            yield Relation(
                party=party,
                kind=self._words[RelationKind][one["kind"]],
                other=other,
                note=one["note"],
                since=one["since"] or None,
                until=one["until"] or None,
            )


def _known(keys: Iterable[str]) -> dict[str, Party]:
    wanted = {key for key in keys if key}
    own = {number: key for key in wanted if (number := party_of(key)) is not None}
    found = {own[pk]: party for pk, party in Party.objects.in_bulk(list(own)).items()}
    # the index on keys leaves empty ones out, and is used only where the query does too
    rows = Party.objects.exclude(external_id="").filter(external_id__in=wanted)
    return found | {party.external_id: party for party in rows}


def _values(record: Record, column: str) -> list[list[str]]:
    try:
        return unpack(record.text(column))
    except ValueError:
        raise CellError(column, record.text(column)) from None


def _number(record: Record, name: str) -> int | None:
    text = record.text(name)
    if text and not (text.isascii() and text.isdecimal() and len(text) < 10):  # noqa: PLR2004 - fits the column
        raise CellError(name, text)
    return int(text) if text else None


def _word(words: Mapping[str, Any], record: Record, name: str) -> Any:
    text = record.text(name)
    if text and text not in words:
        raise CellError(name, text)
    return words.get(text)


register_kind(
    ImportKind(
        "cards",
        _("Customers with all details"),
        tuple(
            Field(
                name,
                NAMES[name][0],
                synonyms=NAMES[name],
                required=name in (KEY, KIND_OF_CARD),
                length=LONGEST if name == VCARD else LONGEST_CELL,
                exact=True,
            )
            for name in NAMES
        ),
        order=22,
        rights=((KIND, "create"),),
        importer=WholeRows,
        further=partial(columns_of, KIND),
    )
)
