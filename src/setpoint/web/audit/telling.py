"""Facts as lines of the audit: when, who, from where, what was and what is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey, Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setpoint.journal.reading import Told
from setpoint.kernel.money import Money
from setpoint.platform.audit.changes import Changed, changes_of
from setpoint.ui.templatetags.figures import moment, money
from setpoint.web.audit.words import DOORS, FIELDS, records
from setpoint.web.timeline.field_lines import label_of, said

MONEY = {"amount", "target"}
YES_NO = {True: gettext_lazy("yes"), False: gettext_lazy("no")}
Named = Mapping[tuple[type[Model], int], str]


@dataclass(frozen=True)
class Change:
    """A field with what it was and what it became, in words."""

    field: str
    old: str
    new: str


@dataclass(frozen=True)
class Line:
    """A fact. `record` is how the page asks for all that happened there; `occurred_at` None: when it was recorded."""

    number: int
    kind: str
    recorded_at: datetime
    recorded: str
    occurred_at: datetime | None
    occurred: str
    sentence: str
    changes: list[Change]
    who: str
    person: int | None
    door: str
    origin: str
    record: str
    record_name: str


def plain(told: Told) -> str:
    """Return all that a fact says in one text, for words to be looked for; asks no database."""
    values = [str(part) for change in changes_of(told) for part in (change.field, change.old, change.new)]
    return " ".join([told.sentence, told.fact.actor_label, *values])


def lines_of(rows: Sequence[Told], *, currency: str) -> list[Line]:
    """Return lines; one query for each kind of record that changed fields lead to, and one for names of kinds."""
    # a page tells of few minutes, and writing one in words takes longer than all the rest of its line
    written = cache(moment)
    changes = [changes_of(told) for told in rows]
    named, kinds = _named(rows, changes), records()
    return [_line(told, changed, named, kinds, currency, written) for told, changed in zip(rows, changes, strict=True)]


def _line(
    told: Told,
    changes: Iterable[Changed],
    named: Named,
    kinds: Mapping[str, str],
    currency: str,
    written: Callable[[datetime], str],
) -> Line:
    fact = told.fact
    moved = abs((fact.occurred_at - fact.recorded_at).total_seconds()) >= 60  # noqa: PLR2004 - the page shows minutes
    return Line(
        number=fact.pk,
        kind=fact.kind,
        recorded_at=fact.recorded_at,
        recorded=written(fact.recorded_at.replace(second=0, microsecond=0)),
        occurred_at=fact.occurred_at if moved else None,
        occurred=written(fact.occurred_at.replace(second=0, microsecond=0)) if moved else "",
        sentence=told.sentence,
        changes=[_change(told, changed, named, currency) for changed in changes],
        who=fact.actor_label,
        person=fact.actor_id,
        door=str(DOORS.get(fact.door, fact.door)),
        origin=fact.origin or str(told.data.get("address") or ""),
        record=f"{fact.about_kind}:{fact.about_id}",
        record_name=f"{kinds.get(fact.about_kind, fact.about_kind)} № {fact.about_id}",
    )


def _change(told: Told, changed: Changed, named: Named, currency: str) -> Change:
    labels = told.data.get("labels")
    if isinstance(labels, dict):
        # a field of this company, in the names it had then
        key = changed.field
        return Change(label_of(labels, key), *(said(labels, key, one) for one in (changed.old, changed.new)))
    target = _leads_to(told.fact.about_kind, changed.field)
    both = [_value(changed.field, one, target, named, told.data.get("currency") or currency) for one in
            (changed.old, changed.new)]  # fmt: skip
    return Change(str(FIELDS.get(changed.field, changed.field)), *both)


def _value(field: str, value: Any, target: type[Model] | None, named: Named, currency: str) -> str:
    if value is None or value in ("", []):
        return _("nothing")
    if isinstance(value, bool):
        return str(YES_NO[value])
    if isinstance(value, int) and field in MONEY:
        return money(Money(value, currency))
    if isinstance(value, int) and target is not None:
        return named.get((target, value), f"№ {value}")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _named(rows: Sequence[Told], changes: Sequence[Iterable[Changed]]) -> Named:
    wanted: dict[type[Model], set[int]] = {}
    for told, changed in zip(rows, changes, strict=True):
        for one in changed:
            target = _leads_to(told.fact.about_kind, one.field)
            if target is not None:
                wanted.setdefault(target, set()).update(v for v in (one.old, one.new) if isinstance(v, int))
    names: dict[tuple[type[Model], int], str] = {}
    for model, ids in wanted.items():
        found: QuerySet[Model] = QuerySet(model).filter(pk__in=ids)
        names |= {(model, record.pk): str(getattr(record, "name", record)) for record in found}
    return names


def _leads_to(kind: str, field: str) -> type[Model] | None:
    """Return the model that a field of a kind of record points to."""
    try:
        found = apps.get_model(kind)._meta.get_field(field)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None
    return found.related_model if isinstance(found, ForeignKey) else None
