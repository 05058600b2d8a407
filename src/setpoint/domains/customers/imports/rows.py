"""What imports of cards have in common: they are compared, checked and written as cards."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence

from setpoint.domains.customers.imports.incoming import Incoming, create_many, problem_of
from setpoint.domains.customers.imports.there import There
from setpoint.domains.customers.permissions import KIND
from setpoint.kernel.actors import Actor
from setpoint.kernel.refs import Ref
from setpoint.platform.fields.importing import fill_imported, importable, problem_in
from setpoint.platform.importing.agreement import Agreement
from setpoint.platform.importing.importer import Importer, Written
from setpoint.platform.importing.parsing import Record
from setpoint.platform.importing.problems import Problem

# rows are read again for each step of a chunk: so many are remembered
REMEMBERED = 5000


class CardRows(Importer):
    """Creates cards of people and organisations; what is there already is left as it is."""

    def __init__(self, agreement: Agreement, *, by: Actor, run: int) -> None:
        super().__init__(agreement, by=by, run=run)
        self._fields = importable(KIND)
        self._there = There()
        self._read: dict[int, Incoming] = {}

    @abstractmethod
    def incoming(self, record: Record) -> Incoming:
        """Return what a row says."""

    def check(self, record: Record) -> Problem | None:
        """Refuse cards that name nobody, and values that cannot be."""
        return problem_of(self._said(record), self._there.country) or problem_in(self._fields, record)

    def matched(self, records: Sequence[Record]) -> set[int]:
        """Ask in sets for keys, INN, addresses under the same name."""
        places = self._there.found([self._said(record) for record in records])
        return {record.row for place, record in enumerate(records) if place in places}

    def keep(self, made: Mapping[int, Record]) -> None:
        """Keep what rows (by the number of their card) say beside what a card holds; a table says nothing more."""

    def write(self, records: Sequence[Record]) -> Written:
        """Create the cards, now."""
        made, companies = create_many([self._said(record) for record in records], by=self.by, sound=True)
        self.keep(dict(zip([one.pk for one in made], records, strict=True)))
        fill_imported(KIND, self._fields, dict(zip([one.pk for one in made], records, strict=True)), by=self.by)
        return Written([Ref(KIND, party.pk) for party in [*companies, *made]])

    def _said(self, record: Record) -> Incoming:
        if record.row not in self._read:
            if len(self._read) >= REMEMBERED:
                self._read.clear()
            self._read[record.row] = self.incoming(record)
        return self._read[record.row]
