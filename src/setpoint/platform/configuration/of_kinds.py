"""Kinds of record of one's own."""

from typing import Any

from django.core.exceptions import ValidationError

from setpoint.kernel.actors import Actor
from setpoint.platform.configuration.parts import AtError, Part, Strict, register
from setpoint.platform.objects.models import ObjectKind
from setpoint.platform.objects.operations.kinds import add_kind, rename_kind


class KindGiven(Strict):
    """A kind of record: language -> one, many."""

    key: str
    names: dict[str, str]
    plurals: dict[str, str]


@register
class KindsPart(Part):
    """Under `kinds`."""

    name = "kinds"
    order = 20
    schema = list[KindGiven]

    def export(self) -> Any:
        kinds = ObjectKind.objects.filter(removed_at__isnull=True)
        return [{"key": kind.key, "names": kind.names, "plurals": kind.plurals} for kind in kinds]

    def apply(self, wanted: list[KindGiven], *, by: Actor) -> None:
        present = {kind.key: kind for kind in ObjectKind.objects.filter(removed_at__isnull=True)}
        for number, given in enumerate(wanted):
            try:
                if given.key in present:
                    rename_kind(present[given.key], names=given.names, plurals=given.plurals, by=by)
                else:
                    add_kind(key=given.key, names=given.names, plurals=given.plurals, by=by)
            except ValidationError as refusal:
                part, messages = next(iter(refusal.message_dict.items()))
                raise AtError((number, part), " ".join(messages)) from refusal
