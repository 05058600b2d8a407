"""Texts in which a colleague may have named a person: looked through for what is known of him, told, emptied."""

from typing import Any

from django.db.models import Model, Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from setpoint.journal.forgetting import register_shredder, values_of
from setpoint.kernel.facts import JsonDict
from setpoint.platform.importing.traces import Traces
from setpoint.platform.personal.parts import Part, register_part

# table → its columns
MENTIONS: dict[type[Model], tuple[str, ...]] = {}


def register_free_texts(model: type[Model], *columns: str, empty: str = "") -> None:
    """Let these columns (text or JSON) tell and forget whoever is named in them; `empty` stands in for a text."""

    def shred(person: int) -> None:
        traces = Traces(values_of(person))
        for row in naming(model, traces, *columns):
            for column in columns:
                value = getattr(row, column)
                setattr(
                    row, column, (traces.without(value) or empty) if isinstance(value, str) else traces.without(value)
                )
            row.save(update_fields=columns)

    shred.__qualname__ = f"shred_{model._meta.db_table}"
    register_shredder(model._meta.db_table)(shred)
    MENTIONS[model] = columns


def naming(model: type[Model], traces: Traces, *columns: str) -> list[Any]:
    """Return the rows in which one of the columns names the person."""
    texts = {f"{column}_text": Cast(column, TextField()) for column in columns}
    wanted = Q()
    for spelling in traces.spellings():
        for name in texts:
            wanted |= Q(**{f"{name}__icontains": spelling})
    if not wanted:
        return []
    rows = model._default_manager.annotate(**texts).filter(wanted)  # noqa: SLF001 - Django's name of it
    return [row for row in rows if any(traces.within(getattr(row, column)) for column in columns)]


def told(model: type[Model], person: int, *columns: str) -> list[JsonDict]:
    """Return those columns of the rows that name a person."""
    rows = naming(model, Traces(values_of(person)), *columns)
    return [{"where": str(model._meta.verbose_name)} | {name: getattr(row, name) for name in columns} for row in rows]


def mentions(person: int) -> list[JsonDict]:
    """Return every text of a colleague that names the person."""
    return [row for model, columns in MENTIONS.items() for row in told(model, person, *columns)]


register_part(Part("mentions", _("Texts of colleagues that name the person"), mentions, position=70))
