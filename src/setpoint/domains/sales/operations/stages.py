"""Stages and gates of pipelines: added, changed, put in order, taken away."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.domains.sales.gates import CHECKS
from setpoint.domains.sales.models import Gate, Pipeline, Stage
from setpoint.domains.sales.operations.pipelines import KIND
from setpoint.domains.sales.record import PipelineChanged
from setpoint.journal.models import Fact
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import Ref

FAR = 1000


@dataclass(frozen=True)
class NewGate:
    """A gate to be: `check` names what is looked at, `argument` which of it."""

    check: str
    argument: str = ""
    hard: bool = True


@transaction.atomic
def set_stages(pipeline: Pipeline, stages: Sequence[Stage], *, by: Actor, name: str = "") -> Pipeline:
    """Let these be the stages in this order, saved or not; one that is left out goes where no deal was ever in it.

    ValidationError names what is wrong: a name twice, a probability that falls, a stage that deals know.
    """
    require(by, KIND, "change")
    names = [stage.name.strip() for stage in stages]
    if not stages or not all(names) or len(set(map(str.casefold, names))) < len(names):
        raise ValidationError({"name": _("Every stage has a name of its own, and there is one at least.")})
    for stage in stages:
        if stage.pk and stage.pipeline_id != pipeline.pk:
            raise ValidationError({"name": _("“%(name)s” is a stage of another pipeline.") % {"name": stage.name}})
        stage.pipeline, stage.name = pipeline, stage.name.strip()
        stage.full_clean(exclude=["position"], validate_unique=False, validate_constraints=False)
    gone = pipeline.stages.exclude(pk__in=[stage.pk for stage in stages if stage.pk])
    for stage in gone:
        if stage.deals.exists() or Fact.objects.filter(kind__startswith="sales.deal_", data__stage=stage.pk).exists():
            words = {"name": stage.name}
            raise ValidationError({"name": _("Deals have been in “%(name)s”: it stays, for history's sake.") % words})
    before = list(pipeline.stages.values_list("name", "probability", "norm_days"))
    gone.delete()
    if name.strip() and name.strip() != pipeline.name:
        pipeline.name = name.strip()
        pipeline.full_clean()
        pipeline.save(update_fields=["name"])
    # positions are unique: out of the way first
    for shift, pk in enumerate(pipeline.stages.values_list("pk", flat=True)):
        Stage.objects.filter(pk=pk).update(position=FAR + shift)
    for place, stage in enumerate(stages):
        stage.position = place
        stage.save()
    after = [(stage.name, stage.probability, stage.norm_days) for stage in stages]
    _tell(pipeline, by, "stages", [list(row) for row in before], [list(row) for row in after])
    return pipeline


@transaction.atomic
def set_gates(stage: Stage, gates: Sequence[NewGate], *, by: Actor) -> list[Gate]:
    """Let these be the gates of a stage. ValidationError names one that looks at nothing."""
    require(by, KIND, "change")
    for gate in gates:
        check = CHECKS.get(gate.check)
        if check is None:
            raise ValidationError({"check": _("“%(value)s” cannot be chosen here.") % {"value": gate.check}})
        if check.options and gate.argument not in dict(check.options()):
            raise ValidationError({"argument": _("Say which: “%(check)s” needs it.") % {"check": check.label}})
    before = [f"{gate} {gate.hard}" for gate in stage.gates.all()]
    stage.gates.all().delete()
    unique = {(gate.check, gate.argument): gate for gate in gates}
    Gate.objects.bulk_create(
        Gate(stage=stage, check_key=gate.check, argument=gate.argument, hard=gate.hard) for gate in unique.values()
    )
    after = [f"{gate} {gate.hard}" for gate in stage.gates.all()]
    _tell(stage.pipeline, by, f"gates.{stage.pk}", before, after)
    return list(stage.gates.all())


def _tell(pipeline: Pipeline, by: Actor, what: str, before: object, after: object) -> None:
    payload, about = PipelineChanged(name=pipeline.name), Ref(KIND, pipeline.pk)
    facts.emit(facts.NewFact(payload, about=about, by=by, occurred_at=company_now(), changes={what: [before, after]}))
