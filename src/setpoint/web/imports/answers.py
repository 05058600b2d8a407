"""What the person has said about a file on the agree page, applied to what was agreed before."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from setpoint.domains.sales.imports.deal_settings import read, redated, with_meanings
from setpoint.domains.sales.imports.stage_words import Meaning
from setpoint.kernel.actors import Actor
from setpoint.platform.importing.agreeing import agree
from setpoint.platform.importing.agreement import Agreement
from setpoint.platform.importing.dates import DateStyle
from setpoint.platform.importing.findings import Survey
from setpoint.platform.importing.kinds import KINDS, FieldType
from setpoint.platform.importing.mapping import ColumnMap
from setpoint.platform.importing.numbers import DecimalMark
from setpoint.platform.importing.uploads import revise
from setpoint.platform.models import ImportFile

# a form holds no more boxes than a person reads; the rest is accepted with all of them
SHOWN_REPAIRS = 100
MEANINGS: dict[str, Meaning] = {"open": "open", "won": "won", "lost": "lost"}


@dataclass
class Answers:
    """The form of one file; `problems` are those of the answers themselves."""

    file: ImportFile
    data: QueryDict
    problems: list[str] = field(default_factory=list)

    def value(self, name: str) -> str:
        """Return one answer, "" where there is none."""
        return self.data.get(f"f{self.file.pk}-{name}", "")

    def save(self, *, accept_all: bool, by: Actor) -> ImportFile:
        """Keep what was said; a file whose kind or columns changed is surveyed again, as a job."""
        kind, columns = self.value("kind"), self._columns()
        known = Agreement.from_json(self.file.agreement)
        if kind in KINDS and kind != self.file.kind:
            return revise(self.file, kind=kind, by=by)
        if self.problems:
            return self.file
        if columns != known.columns:
            return revise(self.file, columns=columns, by=by)
        found = Survey.from_json(self.file.survey)
        return agree(self.file, self._agreement(found, known, accept_all=accept_all), by=by)

    def _columns(self) -> ColumnMap:
        keys = {each.key for each in KINDS[self.file.kind].fields}
        columns: ColumnMap = {}
        for index, name in enumerate(self.file.header):
            key = self.value(f"column-{index}")
            if key in columns:
                label = str(KINDS[self.file.kind].field(key).label)
                self.problems.append(
                    _("Two columns say “%(field)s”: “%(first)s” and “%(second)s”. Leave one of them out first.")
                    % {"field": label, "first": self.file.header[columns[key]], "second": name}
                )
            elif key in keys:
                columns[key] = index
        return columns

    def _agreement(self, found: Survey, known: Agreement, *, accept_all: bool) -> Agreement:
        ways = {choice.field: self.value(f"way-{choice.field}") for choice in found.choices}
        dates = {key: DateStyle(way) for key, way in ways.items() if way in set(DateStyle)}
        marks = {key: DecimalMark(way) for key, way in ways.items() if way in set(DecimalMark)}
        agreed = replace(
            known,
            dates={**known.dates, **dates},
            marks={**known.marks, **marks},
            answered=tuple(sorted({*known.answered, *dates, *marks})),
            repairs=self._repairs(found, known, accept_all=accept_all),
            currency=self._currency() or known.currency,
        )
        return replace(agreed, settings=self._settings(found, known, agreed))

    def _repairs(self, found: Survey, known: Agreement, *, accept_all: bool) -> dict[str, dict[str, str]]:
        ticked = set(self.data.getlist(f"f{self.file.pk}-repair"))
        accepted: dict[str, dict[str, str]] = {}
        for index, repair in enumerate(found.repairs):
            shown = index < SHOWN_REPAIRS
            before = repair.found in known.repairs.get(repair.field, {})
            if accept_all or (str(index) in ticked if shown else before):
                accepted.setdefault(repair.field, {})[repair.found] = repair.replacement
        return accepted

    def _currency(self) -> str:
        money = any(each.type is FieldType.MONEY for each in KINDS[self.file.kind].fields)
        return self.data.get("currency", "") if money else ""

    def _settings(self, found: Survey, known: Agreement, agreed: Agreement) -> dict[str, Any]:
        importer = KINDS[self.file.kind].importer
        if importer is None or "stages" not in known.settings:
            return dict(known.settings)
        # the export's last day depends on how its dates are read
        meant = redated(read(known.settings), found, agreed)
        meanings = {
            stage: MEANINGS.get(self.value(f"stage-{index}"), meaning)
            for index, (stage, meaning) in enumerate(meant.stages.items())
        }
        pipeline = self.value("pipeline").strip()[:100] or meant.pipeline
        return with_meanings(replace(meant, pipeline=pipeline), meanings).to_json()
