"""Sentences that the explanations of levers share."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop

from setpoint.analysis.belief import DOUBTFUL, Belief
from setpoint.loop.act.explanation import Sentence, Slot, SlotKind
from setpoint.loop.plan.parameters import parameter


def unit_of(inputs: Mapping[str, Any]) -> SlotKind:
    """Return how amounts of the proposal's parameter are written."""
    return "money" if parameter(inputs["parameter"]).is_money else "number"


def gap(inputs: Mapping[str, Any]) -> Sentence:
    """Where the plan stands, and what is missing."""
    short = inputs["target"] - inputs["forecast"]
    slots = {
        "scope": Slot("scope", inputs["scope"]),
        "chance": Slot("chance", inputs["p_before"]),
        "gap": Slot(unit_of(inputs), abs(short)),
    }
    if short > 0:
        return Sentence(
            gettext_noop("{scope}: the chance of reaching the plan is {chance}; the forecast is {gap} short."),
            slots,
            "gap",
        )
    return Sentence(
        gettext_noop("{scope}: the chance of reaching the plan is {chance}; the forecast is {gap} above it."),
        slots,
        "gap",
    )


def effect(inputs: Mapping[str, Any]) -> Sentence:
    """What is expected, with its interval, and what it does to the chance."""
    kind = unit_of(inputs)
    return Sentence(
        gettext_noop("Expected: {mean} (80 %: {low} … {high}); chance of the plan {before} → {after}."),
        {
            "mean": Slot(kind, inputs["expected"][0]),
            "low": Slot(kind, inputs["expected"][1]),
            "high": Slot(kind, inputs["expected"][2]),
            "before": Slot("chance", inputs["p_before"]),
            "after": Slot("chance", inputs["p_after"]),
        },
        "effect",
    )


def doubt(inputs: Mapping[str, Any]) -> list[Sentence]:
    """Say so where nobody knows yet whether the lever helps."""
    harm = Belief(inputs["belief"][0], inputs["belief"][1]).p_harm
    if harm <= DOUBTFUL:
        return []
    return [
        Sentence(
            gettext_noop("It is not sure that this helps: the chance that it does harm is {harm}."),
            {"harm": Slot("chance", harm)},
            "risk",
        )
    ]


def until(inputs: Mapping[str, Any]) -> Sentence:
    """What happens without a decision."""
    return Sentence(
        gettext_noop("Without a decision nothing changes, and the proposal expires after {day}."),
        {"day": Slot("day", inputs["expires"])},
        "check",
    )
