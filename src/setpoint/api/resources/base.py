"""What a resource is: a kind of record as programs read and write it. One file for each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from ninja import Schema

from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import visible_to
from setpoint.platform.fields.operations.values import fill_many, read_texts
from setpoint.platform.fields.reading import fields_of

Values = dict[str, Any]
BATCH = 500


class Writer(Protocol):
    """How records of a kind are made and changed, in sets, by the operations of their domain.

    ValidationError names the key that is wrong, PermissionDenied where the actor may not.
    """

    def create(self, given: Sequence[Values], by: Actor) -> list[int]:
        """Make records; return their numbers in the order given."""

    def change(self, given: Mapping[int, Values], by: Actor) -> None:
        """Change records (number → key → value); what is not named stays."""


@dataclass(frozen=True)
class Resource:
    """A kind under its `name` in addresses. `links`: column → kind behind it; `shown`: what columns say to programs.

    `create` and `change` are the bodies that are taken, None where nothing can be made or changed.
    """

    name: str
    kind: str
    writer: Writer | None = None
    create: type[Schema] | None = None
    change: type[Schema] | None = None
    links: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)


RESOURCES: dict[str, Resource] = {}


def register(resource: Resource) -> Resource:
    """Offer a kind to programs. ValueError where the name is taken."""
    if RESOURCES.setdefault(resource.name, resource) is not resource:
        raise ValueError(f"the resource {resource.name} is registered twice")
    return resource


def resource_of(kind: str) -> Resource | None:
    """Return the resource of a kind, None where programs know none."""
    return next((one for one in RESOURCES.values() if one.kind == kind), None)


def named(kind: str, ids: Sequence[int | None], by: Actor, key: str) -> dict[int, Any]:
    """Return records that bodies name, by number. ValidationError at `key` for one that the actor does not see."""
    wanted = sorted({pk for pk in ids if pk is not None})
    found: dict[int, Any] = {}
    for start in range(0, len(wanted), BATCH):
        found |= visible_to(by, kind).in_bulk(wanted[start : start + BATCH])
    if missing := [pk for pk in wanted if pk not in found]:
        raise ValidationError({key: _("There is no record %(id)s, or you do not see it.") % {"id": missing[0]}})
    return found


def fill(kind: str, given: Mapping[int, Mapping[str, Any]], by: Actor, *, created: bool) -> None:
    """Let records say something in fields of an administrator (number → key → JSON value, null empties)."""
    if not any(given.values()):
        return
    declared = {one.key: one for one in fields_of(kind)}
    values: dict[int, dict[str, Any]] = {}
    for record, said in given.items():
        if unknown := set(said) - declared.keys():
            told = _("There is no such field.")
            raise ValidationError({f"fields.{key}": told for key in unknown})
        try:
            values[record] = read_texts(list(declared.values()), {key: _text(value) for key, value in said.items()})
        except ValidationError as refusal:
            raise ValidationError(
                {f"fields.{key}": messages for key, messages in refusal.message_dict.items()}
            ) from refusal
    try:
        fill_many(kind, values, by=by, created=created)
    except ValidationError as refusal:
        if not hasattr(refusal, "error_dict"):
            raise
        raise ValidationError({f"fields.{key}": told for key, told in refusal.message_dict.items()}) from refusal


def _text(value: Any) -> str:
    """Return a JSON value as it would be written into a form."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list():
            return ",".join(_text(one) for one in value)
        case {"amount": amount, "currency": currency}:
            return f"{amount} {currency}"
    return str(value)
