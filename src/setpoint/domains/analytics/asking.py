"""A question to a source, read from the words of an address; what is no question is refused with its field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from setpoint.domains.analytics.periods import Period
from setpoint.domains.analytics.sources.declared import SOURCES, Dimension, Measure, Source, Unit
from setpoint.kernel.actors import Actor
from setpoint.kernel.field_rights import hidden

MOST_MEASURES = 12


@dataclass(frozen=True)
class Question:
    """`when` is the day the period is asked of, "" for what is now; `filters` are values by dimension."""

    source: Source
    rows: Dimension | None
    measures: tuple[Measure, ...]
    when: str = ""
    period: Period = field(default_factory=lambda: Period("all"))
    filters: Mapping[str, str] = field(default_factory=dict)
    columns: Dimension | None = None


def measures_for(source: Source, by: Actor) -> dict[str, Measure]:
    """Return the measures somebody may see: no money to whom amounts are hidden."""
    unseen = hidden(by, source.kind)
    return {key: one for key, one in source.measure.items() if not (one.unit is Unit.MONEY and "amount" in unseen)}


def dimensions_for(source: Source, by: Actor) -> dict[str, Dimension]:
    """Return the dimensions somebody may see."""
    unseen = hidden(by, source.kind)
    return {key: one for key, one in source.dimension.items() if key not in unseen}


def question(
    source: str,
    by: Actor,
    *,
    rows: str = "",
    columns: str = "",
    measures: Sequence[str] = (),
    when: str = "",
    period: Period | None = None,
    filters: Mapping[str, str] | None = None,
) -> Question:
    """Return a question. ValidationError names the field that is wrong."""
    found = SOURCES.get(source)
    if found is None:
        raise ValidationError({"source": _("There is nothing called “%(name)s” to ask of.") % {"name": source[:60]}})
    known, sides = measures_for(found, by), dimensions_for(found, by)
    named = [key for key in measures if key]
    for key in named:
        if key not in known:
            raise ValidationError({"measures": _("There is no figure “%(name)s”.") % {"name": key[:60]}})
    if not 0 < len(named) <= MOST_MEASURES:
        raise ValidationError({"measures": _("Choose between 1 and %(most)s figures.") % {"most": MOST_MEASURES}})
    for name, key in (("rows", rows), ("columns", columns), *(("filter", key) for key in filters or {})):
        if key and key not in sides:
            raise ValidationError({name: _("There is no “%(name)s” to sort figures by.") % {"name": key[:60]}})
    if rows and rows == columns:
        raise ValidationError({"columns": _("Rows and columns are the same: choose another one for the columns.")})
    days = {key for key, _name in found.days}
    if when and when not in days:
        raise ValidationError({"when": _("There is no such day to ask a period of.")})
    span = period or Period("all")
    if (span.first or span.last) and not when:
        when = found.days[0][0]
    return Question(
        found,
        sides.get(rows),
        tuple(known[key] for key in dict.fromkeys(named)),
        when,
        span,
        {key: value for key, value in (filters or {}).items() if value},
        sides.get(columns),
    )
