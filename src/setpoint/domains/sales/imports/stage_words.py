"""What the stages of an export mean: open, won or lost, and in which order the open ones come."""

from collections.abc import Iterable
from typing import Literal

from setpoint.domains.sales.models import Outcome, Pipeline
from setpoint.kernel.folding import fold

Meaning = Literal["open", "won", "lost"]

WON = ("won", "closed won", "closed - won", "успешно реализовано", "выиграна", "успех", "сделка успешна", "продано")
LOST = ("lost", "closed lost", "closed - lost", "закрыто и не реализовано", "проиграна", "провал", "отказ", "потеряна")
# beginnings of words in the order in which deals meet them
_ORDER = (
    *("new", "нов", "lead", "лид", "prospect", "неразобран", "первичн", "contact", "контакт", "qualif", "квалиф"),
    *("engag", "discover", "выявл", "meeting", "встреч", "demo", "презент", "proposal", "quote", "предлож", "кп"),
    *("negotia", "перегов", "согласован", "contract", "догов", "clos", "invoice", "счёт", "оплат"),
)


def meaning_of(stage: str) -> Meaning:
    """Recognise a stage that ends a deal by its name."""
    name = fold(stage)
    if name in map(fold, WON):
        return "won"
    return "lost" if name in map(fold, LOST) else "open"


def in_order(stages: Iterable[str]) -> list[str]:
    """Put open stages into the order of a usual pipeline; unknown ones keep theirs at the end."""
    return sorted(stages, key=_place)


def pipeline_for(stages: Iterable[str], proposed: str) -> str:
    """Name a pipeline that has all these stages, else one to be created as `proposed`, numbered if taken."""
    wanted = {fold(stage) for stage in stages}
    pipelines = list(Pipeline.objects.prefetch_related("stages"))
    for pipeline in pipelines:
        if wanted and wanted <= {fold(stage.name) for stage in pipeline.stages.all()}:
            return pipeline.name
    taken, number, name = {pipeline.name for pipeline in pipelines}, 1, proposed
    while name in taken:
        number += 1
        name = f"{proposed} {number}"
    return name


def outcome_of(meaning: Meaning) -> Outcome | None:
    """Return how a deal in a stage of this meaning has ended, None while it is open."""
    return None if meaning == "open" else Outcome(meaning)


def _place(stage: str) -> int:
    name = fold(stage)
    return next((place for place, start in enumerate(_ORDER) if name.startswith(fold(start))), len(_ORDER))
