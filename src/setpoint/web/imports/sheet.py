"""A file as the agree page draws it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from setpoint.platform.importing.agreeing import questions
from setpoint.platform.importing.agreement import Agreement
from setpoint.platform.importing.choices import Choice
from setpoint.platform.importing.dates import DateStyle
from setpoint.platform.importing.files import source_of
from setpoint.platform.importing.findings import Survey
from setpoint.platform.importing.kinds import KINDS, Field
from setpoint.platform.importing.layouts import LAYOUTS, Layout
from setpoint.platform.importing.mapping import missing
from setpoint.platform.importing.memory import REMEMBERED
from setpoint.platform.importing.numbers import DecimalMark
from setpoint.platform.importing.repairs import Repair
from setpoint.platform.importing.sources import WORKBOOK, rows
from setpoint.platform.models import ImportFile
from setpoint.web.imports.answers import SHOWN_REPAIRS
from setpoint.web.imports.forms import DELIMITERS, ENCODINGS

_SAMPLES = 3
_LONGEST = 40


@dataclass(frozen=True)
class Column:
    """A column of the file: its first values, the field it fills, and how it is read where that is a choice."""

    index: int
    name: str
    samples: list[str]
    field: str
    choice: Choice | None
    way: str

    @property
    def ways(self) -> list[tuple[str, object]]:
        """The ways of reading: value and words."""
        family = DateStyle if self.choice and isinstance(self.choice.style, DateStyle) else DecimalMark
        return [(way.value, way.label) for way in family]

    @property
    def asks(self) -> bool:
        """Whether the values do not tell how they are to be read, and nobody has said it."""
        return self.choice is not None and not self.way


@dataclass(frozen=True)
class Offer:
    """A repair as it is offered."""

    index: int
    repair: Repair
    label: object
    accepted: bool


class Sheet:
    """One file of a draft."""

    def __init__(self, file: ImportFile) -> None:
        self.file = file
        self.kind = KINDS[file.kind]
        self.found = Survey.from_json(file.survey)
        self.agreed = Agreement.from_json(file.agreement)
        self.prefix = f"f{file.pk}-"

    @property
    def format(self) -> list[str]:
        """Words for how the file is written."""
        if self.file.encoding == WORKBOOK:
            return ["Excel (.xlsx)"]
        encoding = self.file.encoding.removesuffix("-sig").removesuffix("-le").removesuffix("-be")
        return [str(dict(ENCODINGS).get(encoding, encoding)), str(dict(DELIMITERS).get(self.file.delimiter, ""))]

    @property
    def layout(self) -> Layout | None:
        """The export of another system that the file is."""
        return LAYOUTS.get(self.file.layout)

    @property
    def remembered(self) -> bool:
        """Whether the columns are read as in the last file with the same ones."""
        return self.file.layout == REMEMBERED

    @property
    def fields(self) -> tuple[Field, ...]:
        """What a column may be."""
        return self.kind.all_fields

    @cached_property
    def columns(self) -> list[Column]:
        """The columns as they stand in the file."""
        first = [row.cells for row in islice(rows(source_of(self.file)), 20) if row.problem is None]
        of = {index: key for key, index in self.agreed.columns.items()}
        choices = {choice.field: choice for choice in self.found.choices}
        return [
            self._column(index, name, [cells[index] for cells in first], of.get(index, ""), choices)
            for index, name in enumerate(self.file.header)
        ]

    def _column(self, index: int, name: str, cells: list[str], key: str, choices: Mapping[str, Choice]) -> Column:
        samples = list(dict.fromkeys(cell.strip()[:_LONGEST] for cell in cells if cell.strip()))[:_SAMPLES]
        choice = choices.get(key)
        chosen = self.agreed.dates.get(key) or self.agreed.marks.get(key)
        decided = choice is not None and (choice.certain or key in self.agreed.answered)
        return Column(index, name, samples, key, choice, chosen.value if decided and chosen else "")

    @property
    def offers(self) -> list[Offer]:
        """Repairs as far as a person reads them."""
        return [
            Offer(
                index,
                repair,
                self.kind.field(repair.field).label,
                repair.found in self.agreed.repairs.get(repair.field, {}),
            )
            for index, repair in enumerate(self.found.repairs[:SHOWN_REPAIRS])
        ]

    @property
    def unseen(self) -> int:
        """The number of repairs that are not listed."""
        return max(0, len(self.found.repairs) - SHOWN_REPAIRS)

    @property
    def accepted(self) -> int:
        """The number of repairs accepted."""
        return sum(len(pairs) for pairs in self.agreed.repairs.values())

    @property
    def stages(self) -> list[tuple[int, str, str, int]]:
        """Stages of deals: index, name, meaning, number of rows."""
        counts = self.found.values.get("stage", {})
        meant = self.agreed.settings.get("stages", {})
        return [(index, name, meaning, counts.get(name, 0)) for index, (name, meaning) in enumerate(meant.items())]

    @property
    def lacking(self) -> list[str]:
        """Labels of required fields that have no column."""
        return [str(self.kind.field(key).label) for key in missing(self.agreed.columns, self.kind)]

    @property
    def open_questions(self) -> list[str]:
        """What must still be said."""
        return questions(self.file)

    @property
    def asks_currency(self) -> bool:
        """Whether amounts are there that name no currency."""
        return self.found.asks_currency
