"""Pipelines and stages in the configuration file."""

from typing import Any

from django.core.exceptions import ValidationError

from setpoint.domains.sales.models import Pipeline, Stage
from setpoint.domains.sales.operations import pipelines
from setpoint.kernel.actors import Actor
from setpoint.platform.configuration.parts import AtError, Finite, Part, Strict, register


class StageGiven(Strict):
    """A stage; `probability` in percent."""

    name: str
    probability: int
    norm_days: int = 14
    effort: Finite = 3.0


class PipelineGiven(Strict):
    """A pipeline; a stage that is not there yet comes after those that are."""

    name: str
    stages: list[StageGiven]


@register
class PipelinesPart(Part):
    """Under `pipelines`."""

    name = "pipelines"
    order = 30
    schema = list[PipelineGiven]

    def export(self) -> Any:
        found = Pipeline.objects.prefetch_related("stages")
        return [{"name": one.name, "stages": [_exported(stage) for stage in one.stages.all()]} for one in found]

    def apply(self, wanted: list[PipelineGiven], *, by: Actor) -> None:
        present = {one.name: one for one in Pipeline.objects.prefetch_related("stages")}
        for number, given in enumerate(wanted):
            if given.name in present:
                _change(present[given.name], given, number)
                continue
            new = [pipelines.NewStage(one.name, one.probability, one.norm_days, one.effort) for one in given.stages]
            made = pipelines.create(name=given.name, stages=new, by=by)
            for place, stage in enumerate(made.stages.all()):
                _check(stage, number, place)


def _exported(stage: Stage) -> dict[str, Any]:
    return {name: getattr(stage, name) for name in ("name", "probability", "norm_days", "effort")}


def _change(pipeline: Pipeline, given: PipelineGiven, number: int) -> None:
    known = {stage.name: stage for stage in pipeline.stages.all()}
    for place, one in enumerate(given.stages):
        stage = known.get(one.name) or Stage(pipeline=pipeline, name=one.name, position=len(known))
        stage.probability, stage.norm_days, stage.effort = one.probability, one.norm_days, one.effort
        _check(stage, number, place)
        stage.save()
        known[one.name] = stage


def _check(stage: Stage, number: int, place: int) -> None:
    try:
        stage.full_clean()
    except ValidationError as refusal:
        name, messages = next(iter(refusal.message_dict.items()))
        raise AtError((number, "stages", place, name), " ".join(messages)) from refusal
