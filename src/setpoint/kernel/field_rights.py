"""Which fields of a kind somebody does not see, or does not change."""

from collections.abc import Iterable
from typing import TypeVar

from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db.models import Model
from django.utils.translation import gettext as _

from setpoint.kernel.actors import Actor
from setpoint.kernel.governed import fields_governed
from setpoint.kernel.permissions import rights_of
from setpoint.kernel.rights import HIDDEN, NOT_CHANGED

M = TypeVar("M", bound=Model)


def hidden(actor: Actor, kind: str) -> frozenset[str]:
    """Return the keys of the fields of `kind` that the actor does not see, "f.<key>" for an administrator's fields.

    Hidden is what every role hides by which he sees the kind: not in pages, lists, filters, sorts, search, exports,
    timelines, API. No query where no field of the company is governed, one a request otherwise.
    """
    return rights_of(actor).fields_at(kind, HIDDEN) if actor.is_person else frozenset()


def readonly(actor: Actor, kind: str) -> frozenset[str]:
    """Return the keys of the fields of `kind` that the actor does not change; the hidden ones are among them."""
    return rights_of(actor).fields_at(kind, NOT_CHANGED) if actor.is_person else frozenset()


def veil(actor: Actor, kind: str, rows: Iterable[M]) -> list[M]:
    """Empty the hidden fields of records that are about to be shown, and never saved; return the records."""
    shown = list(rows)
    for key in hidden(actor, kind):
        for row in shown:
            try:
                field = row._meta.get_field(key)
            except FieldDoesNotExist:
                break
            setattr(row, key, None if getattr(field, "null", False) else "")
    return shown


def require_writable(actor: Actor, kind: str, fields: Iterable[str]) -> None:
    """Raise PermissionDenied, naming the field, where the actor may not change one of these."""
    refused = readonly(actor, kind) & set(fields)
    if refused:
        labels = fields_governed(kind)
        names = ", ".join(f"“{labels.get(field, field)}”" for field in sorted(refused))
        raise PermissionDenied(_("Your role only reads %(names)s.") % {"names": names})
