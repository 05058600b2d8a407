"""Gates of stages in the configuration file: after the fields, which they may name."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from setpoint.domains.sales.models import Gate, Stage
from setpoint.domains.sales.operations.stages import NewGate, set_gates
from setpoint.kernel.actors import Actor
from setpoint.platform.configuration.parts import AtError, Part, Strict, register


class GateGiven(Strict):
    """What is looked at and, where needed, which of it; one that is not `hard` only advises."""

    check: str
    argument: str = ""
    hard: bool = True


class StageGatesGiven(Strict):
    """A stage as “Pipeline / Stage”; the gates in the file are all of its gates."""

    name: str
    gates: list[GateGiven]


@register
class GatesPart(Part):
    """Under `gates`."""

    name = "gates"
    order = 60
    schema = list[StageGatesGiven]

    def export(self) -> Any:
        stages = _stages()
        return [{"name": name, "gates": [_exported(gate) for gate in one.gates.all()]} for name, one in stages.items()]

    def apply(self, wanted: list[StageGatesGiven], *, by: Actor) -> None:
        stages = _stages()
        for number, given in enumerate(wanted):
            stage = stages.get(given.name)
            if stage is None:
                raise AtError((number, "name"), _("There is no such stage."))
            gates = [NewGate(one.check, one.argument, one.hard) for one in given.gates]
            if [_exported(gate) for gate in stage.gates.all()] == [one.model_dump() for one in given.gates]:
                continue
            try:
                set_gates(stage, gates, by=by)
            except ValidationError as refusal:
                raise AtError((number, "gates"), " ".join(refusal.messages)) from refusal


def _stages() -> dict[str, Stage]:
    found = Stage.objects.select_related("pipeline").prefetch_related("gates")
    return {f"{stage.pipeline.name} / {stage.name}": stage for stage in found}


def _exported(gate: Gate) -> dict[str, Any]:
    return {"check": gate.check_key, "argument": gate.argument, "hard": gate.hard}
