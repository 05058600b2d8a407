"""Records that verbs speak of, by their numbers: only those that the actor sees."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any, get_args, get_origin

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from setpoint.api.schemas import LARGEST
from setpoint.api.verbs.shapes import model_of
from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import visible_to

Rows = Callable[[Actor], QuerySet[Any]]
FINDERS: dict[type[Model], Rows] = {}
MANY = (list, Sequence, Collection)


def finds(model: type[Model], rows: str | Rows) -> None:
    """Say which rows of a table somebody may name: those of a visible kind, or those that a function returns."""
    FINDERS[model] = partial(visible_to, kind=rows) if isinstance(rows, str) else rows


def found(model: type[Model], number: int, by: Actor) -> Any:
    """Return a record. Http404 where the actor sees none."""
    row = FINDERS[model](by).filter(pk=number).first() if number <= LARGEST else None
    if row is None:
        raise Http404
    return row


def asked(annotation: Any, key: str, value: Any, by: Actor) -> Any:
    """Return the value of a parameter, records in place of numbers. ValidationError at `key` for one not seen."""
    if value is None:
        return None
    if model := model_of(annotation):
        return _named(model, [value], key, by)[value]
    parts = get_args(annotation)
    if get_origin(annotation) in MANY and (model := model_of(parts[0])):
        rows = _named(model, value, key, by)
        return [rows[number] for number in value]
    if get_origin(annotation) is Mapping and (model := model_of(parts[1])):
        rows = _named(model, [number for number in value.values() if number is not None], key, by)
        return {each: rows.get(number) for each, number in value.items()}
    return value


def _named(model: type[Model], numbers: Sequence[int], key: str, by: Actor) -> dict[int, Any]:
    rows: dict[int, Any] = FINDERS[model](by).in_bulk(list(set(numbers)))
    if missing := sorted(set(numbers) - rows.keys()):
        raise ValidationError({key: _("There is no record %(id)s, or you do not see it.") % {"id": missing[0]}})
    return rows
