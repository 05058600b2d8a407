"""Rows that point at a party go with it into the card that stays, and come back to the card that they were of."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from typing import Any

from django.core import serializers
from django.db import IntegrityError, models, transaction

from setpoint.domains.customers.models import AbsorbedRow, MovedRow, Party
from setpoint.domains.customers.permissions import KIND
from setpoint.journal.aliases import all_numbers
from setpoint.kernel.governed import governed_kinds

Reference = tuple[type[models.Model], str]
# tables that are computed anew, and such that tell of one card alone: neither goes along
DERIVED = frozenset(f"customers.{name}" for name in ("Valuation", "MatchKey", "Suspect", "Happened", "HappenedOn"))
ALONE = frozenset(("customers.StageSpell",))
BATCH = 500
FIRST = "is_primary"


def references() -> Iterator[Reference]:
    """Yield every table and column that points at parties, whichever domain it belongs to."""
    for relation in Party._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and isinstance(relation, models.ForeignObjectRel):
            model = relation.related_model
            if isinstance(model, type) and not model._meta.auto_created and model._meta.label not in DERIVED:
                yield model, relation.field.name


def gather(home: int, into: int) -> None:
    """Let every row of `home` be one of `into`, and remember whose it was."""
    for model, column in references():
        found = _of(model).filter(**{column: home})
        if model._meta.label in ALONE:
            for row in found:
                _absorb(row, column, home)
            continue
        rows = list(found.order_by("pk"))
        group = set(all_numbers(KIND, [home]))
        # somebody may have given a row to this card since a merge moved it: it belongs here then
        _at(model, column).filter(row__in=[row.pk for row in rows]).exclude(home__in=group).delete()
        known = set(_at(model, column).filter(row__in=[row.pk for row in rows]).values_list("row", flat=True))
        for row in rows:
            first = bool(getattr(row, FIRST, False))
            if _give(row, column, into) and row.pk not in known:
                told = {"table": model._meta.label, "column": column, "row": row.pk}
                MovedRow.objects.create(**told, home=home, was_first=first)


def send_back(homes: Collection[int], *, now: int, to: int) -> dict[type[models.Model], list[int]]:
    """Let the rows whose home is one of `homes` leave `now` for `to`; return which moved, by table.

    A row that somebody has given to another party meanwhile stays with that one.
    """
    moved: dict[type[models.Model], list[int]] = {}
    for model, column in references():
        places = {place.row: place for place in _at(model, column).filter(home__in=homes)}
        for start in range(0, len(places), BATCH):
            some = list(places)[start : start + BATCH]
            rows = _of(model).filter(pk__in=some).in_bulk()
            for number in some:
                place, row = places[number], rows.get(number)
                if row is None:
                    # a party that is merged itself asks for its row when it comes back
                    if model is not Party:
                        place.delete()
                    continue
                if getattr(row, f"{column}_id") != now:
                    place.delete()
                    continue
                if _give(row, column, to):
                    moved.setdefault(model, []).append(number)
                    if place.home == to:
                        _be_first_again(row, first=place.was_first)
                        place.delete()
    return moved


def bring_back(homes: Collection[int], to: int) -> None:
    """Let absorbed rows of `homes` stand again at `to`, where nothing there is in their way."""
    for kept in AbsorbedRow.objects.filter(home__in=homes).order_by("pk"):
        if kept.table in ALONE and kept.home != to:
            continue
        (found,) = serializers.deserialize("json", kept.kept)
        row: Any = found.object
        setattr(row, f"{kept.column}_id", to)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            continue
        if kept.home != to:
            told = {"table": kept.table, "column": kept.column, "row": row.pk}
            MovedRow.objects.create(**told, home=kept.home)
        kept.delete()


def kind_of_rows(model: type[models.Model]) -> str | None:
    """Return the kind of record that facts about rows of a table name."""
    return next((kind.kind for kind in governed_kinds() if kind.rows is not None and kind.rows().model is model), None)


def _give(row: Any, column: str, to: int) -> bool:
    """Let a row be one of `to`; one that cannot stand there is absorbed, and False returned."""
    # each group has one row that comes first: another cannot
    attempts: list[dict[str, Any]] = [{column: to}]
    if getattr(row, FIRST, False):
        attempts.append({column: to, FIRST: False})
    for values in attempts:
        with suppress(IntegrityError), transaction.atomic():
            _of(type(row)).filter(pk=row.pk).update(**values)
            return True
    place = _at(type(row), column).filter(row=row.pk).first()
    _absorb(row, column, place.home if place else getattr(row, f"{column}_id"))
    if place:
        place.delete()
    return False


def _absorb(row: Any, column: str, home: int) -> None:
    kept = serializers.serialize("json", [row])
    AbsorbedRow.objects.create(table=row._meta.label, column=column, home=home, kept=kept)
    _of(type(row)).filter(pk=row.pk).delete()


def _be_first_again(row: Any, *, first: bool) -> None:
    if first:
        with suppress(IntegrityError), transaction.atomic():
            _of(type(row)).filter(pk=row.pk).update(**{FIRST: True})


def _of(model: type[models.Model]) -> "models.QuerySet[Any]":
    return model._base_manager.all()  # noqa: SLF001 - Django's name: every row, whatever a manager hides


def _at(model: type[models.Model], column: str) -> "models.QuerySet[MovedRow]":
    return MovedRow.objects.filter(table=model._meta.label, column=column)
