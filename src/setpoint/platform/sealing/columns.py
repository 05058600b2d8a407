"""Which columns hold sealed values: every `SealedField`, and those registered where sealing is done by hand."""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import JSONField, Model, QuerySet, TextField
from django.db.models.functions import Cast

from setpoint.kernel.secrets import PREFIX, is_newest, reseal
from setpoint.platform.sealing.field import SealedField

CHUNK = 100
SEALED = re.compile(re.escape(PREFIX) + r"[\w=-]+")

_by_hand: dict[str, tuple[str, ...]] = {"mfa.Authenticator": ("data",)}


def register(model: str, *fields: str) -> None:
    """Say that text or JSON columns of a model ("app.Model") may hold values that `seal` has made."""
    _by_hand[model] = fields


def columns() -> list[tuple[type[Model], tuple[str, ...]]]:
    """Return the models that hold sealed values, with their columns."""
    found = [(apps.get_model(label), fields) for label, fields in sorted(_by_hand.items())]
    for model in apps.get_models():
        fields = tuple(field.name for field in model._meta.concrete_fields if isinstance(field, SealedField))
        if fields:
            found.append((model, fields))
    return found


def reseal_chunks() -> Iterator[int]:
    """Seal what an older key has sealed by the newest one, a chunk at each step; yields how many rows were changed.

    Each step is a transaction; rows done before are passed over, so that it may begin anew.
    """
    for model, fields in columns():
        place = 0
        while True:
            with transaction.atomic():
                rows: list[Model] = list(
                    QuerySet(model).select_for_update().filter(pk__gt=place).order_by("pk")[:CHUNK]
                )
                changed = sum(_reseal(row, fields) for row in rows)
            if not rows:
                break
            place = rows[-1].pk
            yield changed


def _reseal(row: Model, fields: tuple[str, ...]) -> bool:
    changed = [name for name in fields if _changed(row, name)]
    if changed:
        row.save(update_fields=changed)
    return bool(changed)


def _changed(row: Model, name: str) -> bool:
    field, value = row._meta.get_field(name), getattr(row, name)
    if isinstance(field, SealedField):
        return bool(value) and not is_newest(_raw(row, name))
    as_json = isinstance(field, JSONField)
    text = json.dumps(value) if as_json else str(value)
    sealed = SEALED.sub(_newest, text)
    if sealed == text:
        return False
    setattr(row, name, json.loads(sealed) if as_json else sealed)
    return True


def _newest(found: re.Match[str]) -> str:
    return found[0] if is_newest(found[0]) else reseal(found[0])


def _raw(row: Model, name: str) -> Any:
    """What stands in the database itself."""
    return QuerySet(type(row)).filter(pk=row.pk).values_list(Cast(name, TextField()), flat=True).get()
