"""What a unit of a parameter is worth in money, so that deviations of all kinds can be ranked together."""

import numpy as np

from setpoint.analysis.arrays import Floats
from setpoint.loop.control.facts import Facts
from setpoint.loop.control.pacing import PPM, Group
from setpoint.loop.control.pipeline import Pipeline
from setpoint.loop.plan.parameters import Kind


def worth_of(facts: Facts, group: Group, pipeline: Pipeline | None) -> Floats:
    """Minor units of money (goals,) per smallest unit of the parameter; 0 where nothing is known.

    An amount is money itself; a win is worth the mean win; an arrival that times its chance ever to be
    won; open value its chance to be won; a rate the wins that it decides. Durations have no price.
    """
    rows = len(group.rows)
    if group.parameter.kind is Kind.AMOUNT:
        return np.ones(rows)
    if pipeline is None:
        return np.zeros(rows)
    win = float(np.mean(pipeline.model.values.by_node))
    if group.parameter.kind is Kind.RATE:
        return _decided(facts, group) * win / PPM
    of_one = {"one": win, "arrival": win * pipeline.final_chance, "stock": pipeline.final_chance}
    return np.full(rows, of_one.get(group.parameter.value_of or "", 0.0))


def _decided(facts: Facts, group: Group) -> Floats:
    """Units decided (goals,) in a period, as this one and the one before say."""
    period = (group.first, group.last)
    found = [
        facts.sums(sums, measure, group.rows)[0]
        for sums in (facts.periods[period], facts.before[period])
        for measure in group.parameter.base
    ]
    return np.asarray(np.sum(found, axis=0) / 2)
