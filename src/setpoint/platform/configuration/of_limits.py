"""Limits that the administrator has set: how much and how often."""

from typing import Any

from django.core.exceptions import ValidationError

from setpoint.kernel.actors import Actor
from setpoint.kernel.limits.operations import change
from setpoint.kernel.limits.reading import all_now
from setpoint.platform.configuration.parts import AtError, Part, register


@register
class LimitsPart(Part):
    """Under `limits`: numbers by their keys."""

    name = "limits"
    order = 15
    schema = dict[str, int]

    def export(self) -> Any:
        return dict(sorted(all_now().items()))

    def apply(self, wanted: dict[str, int], *, by: Actor) -> None:
        try:
            change(wanted, by=by)
        except ValidationError as refusal:
            key, messages = next(iter(refusal.message_dict.items()))
            raise AtError((key,), " ".join(messages)) from refusal
