"""Creating pipelines."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.domains.sales.models import Pipeline, Stage
from setpoint.domains.sales.record import PipelineCreated
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import Ref

KIND = "sales.pipeline"


@dataclass(frozen=True)
class NewStage:
    """A stage to be; `probability` in percent."""

    name: str
    probability: int
    norm_days: int = 14
    effort: float = 3.0


@transaction.atomic
def create(*, name: str, stages: Sequence[NewStage], by: Actor) -> Pipeline:
    """Create a pipeline with its stages in order."""
    require(by, KIND, "create")
    pipeline = Pipeline.objects.create(name=name, position=Pipeline.objects.count())
    Stage.objects.bulk_create(
        Stage(
            pipeline=pipeline,
            name=stage.name,
            position=position,
            probability=stage.probability,
            norm_days=stage.norm_days,
            effort=stage.effort,
        )
        for position, stage in enumerate(stages)
    )
    facts.emit(
        facts.NewFact(
            PipelineCreated(name=name, stages=[stage.name for stage in stages]),
            about=Ref(KIND, pipeline.pk),
            by=by,
            occurred_at=company_now(),
        )
    )
    return pipeline


def first_stage(pipeline: Pipeline | None = None) -> Stage:
    """Return where deals of a pipeline begin, of the first one by default. ValidationError where there is none."""
    chosen = pipeline or Pipeline.objects.first()
    stage = chosen.stages.first() if chosen is not None else None
    if stage is None:
        raise ValidationError({"stage": _("There is no pipeline with stages yet. Add one under Settings, Pipelines.")})
    return stage
