"""What must be agreed about an export of deals beyond its columns."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import PurePath
from typing import Any, cast
from zoneinfo import ZoneInfo

from setpoint.domains.sales.imports.stage_words import Meaning, in_order, meaning_of, pipeline_for
from setpoint.kernel.clock import company_zone, machine_now
from setpoint.platform.importing.agreement import Agreement
from setpoint.platform.importing.findings import Survey
from setpoint.platform.importing.sources import Source, rows


@dataclass(frozen=True)
class DealSettings:
    """`stages`: name in the file -> open, won or lost; `order`: the open ones in the order of the pipeline.

    `history` False: deals of several stages bear the day of their beginning, and the file does not say when they came
    into the stage in which they stand. `entry`: the stage in which a dated deal begins. `last_day`: the day of the
    export, ISO; what has no date is released then. `zone`: where the dates of the file are days.
    """

    pipeline: str
    stages: dict[str, Meaning]
    order: list[str]
    entry: str
    last_day: str
    zone: str
    history: bool = True

    def to_json(self) -> dict[str, Any]:
        """Form for storage in the agreement."""
        return asdict(self)

    def outcome(self, stage: str) -> str | None:
        """Return "won" or "lost" for a stage that ends a deal."""
        meaning = self.stages.get(stage, "open")
        return None if meaning == "open" else meaning

    def aware(self, moment: object) -> datetime | None:
        """Return a date of the file as a moment: the beginning of the day in the company's zone."""
        if not isinstance(moment, datetime):
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(self.zone))

    @property
    def last_moment(self) -> datetime:
        """The beginning of the export's last day."""
        return datetime.fromisoformat(self.last_day).replace(tzinfo=ZoneInfo(self.zone))


def propose(found: Survey, agreement: Agreement, source: Source) -> DealSettings:
    """Propose settings from the values of the file; one more pass over it finds the entry stage."""
    names = list(found.values.get("stage", {}))
    stages = {name: meaning_of(name) for name in names}
    order = in_order(name for name, meaning in stages.items() if meaning == "open") or ["Open"]
    dated = _dated(source, agreement)
    # a day of beginning and one stage: the day tells when they came into it
    history = sum(1 for name in order if dated[name]) <= 1
    return DealSettings(
        pipeline=pipeline_for(order, _title(source.name)),
        stages=stages,
        order=order,
        entry=_entry(dated, order),
        last_day=_last_day(found, agreement),
        zone=str(company_zone()),
        history=history,
    )


def redated(settings: DealSettings, found: Survey, agreement: Agreement) -> DealSettings:
    """Return the settings with the last day of an export whose dates are read in another way."""
    return replace(settings, last_day=_last_day(found, agreement))


def with_meanings(settings: DealSettings, stages: dict[str, Meaning]) -> DealSettings:
    """Return the settings with other meanings of stages; the open ones keep their order."""
    is_open = [name for name, meaning in stages.items() if meaning == "open"]
    order = [*(name for name in settings.order if name in is_open), *in_order(set(is_open) - set(settings.order))]
    order = order or ["Open"]
    entry = settings.entry if settings.entry in order else order[0]
    return replace(settings, stages=stages, order=order, entry=entry)


def recalled(proposed: DealSettings, before: DealSettings) -> DealSettings:
    """Return what is proposed for a file with the meanings of stages, and the pipeline, of one before it."""
    meant = {name: before.stages.get(name, meaning) for name, meaning in proposed.stages.items()}
    found = with_meanings(proposed, meant)
    # a pipeline takes no new stages: what it lacks goes into one of its own
    return replace(found, pipeline=before.pipeline) if set(found.order) <= set(before.order) else found


def _dated(source: Source, agreement: Agreement) -> Counter[str]:
    """Count the deals of each stage that bear the day of their beginning."""
    stage, created = agreement.columns.get("stage"), agreement.columns.get("created")
    if stage is None or created is None:
        return Counter()
    return Counter(row.cells[stage].strip() for row in rows(source) if not row.problem and row.cells[created].strip())


def _entry(dated: Counter[str], order: Sequence[str]) -> str:
    """Return the stage of most open deals that bear a date: it is taken for the one in which they begin."""
    known = [name for name in order if dated[name]]
    return max(known, key=lambda name: dated[name], default=order[0])


def _last_day(found: Survey, agreement: Agreement) -> str:
    """Return the export's last day; expected closings may lie ahead, an export cannot."""
    today = machine_now().astimezone(company_zone()).date()
    return min(found.last_day(("created", "closed"), agreement) or today, today).isoformat()


def _title(file: str) -> str:
    stem = PurePath(file).name.split(".")[0].replace("_", " ").replace("-", " ").strip()
    return (stem[:1].upper() + stem[1:])[:100] or "Import"


def read(data: Any) -> DealSettings:
    """Read settings from an agreement."""
    return DealSettings(**cast("dict[str, Any]", data))
