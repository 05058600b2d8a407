"""Dates: days, without a time and without a zone."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from babel.dates import format_date
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from setpoint.platform.fields.models import Field, FieldType, NumberValue
from setpoint.platform.fields.types.base import Value, ValueType


class Day(ValueType[date]):
    """A day of the calendar, written 2026-03-31 or 31.03.2026."""

    type = FieldType.DATE

    def read(self, field: Field, given: str) -> date:
        del field
        text = given.strip()
        parts = text.split(".")
        if len(parts) == 3:  # noqa: PLR2004 - day, month, year
            text = "-".join(reversed(parts))
        try:
            day = parse_date(text)
        except ValueError:
            day = None
        if day is None:
            raise ValidationError(_("Write a date as year-month-day, for example 2026-03-31."))
        return day

    def encode(self, field: Field, value: date) -> list[dict[str, Any]]:
        return [{"number": value.toordinal()}]

    def decode(self, field: Field, rows: Sequence[Value]) -> date:
        return date.fromordinal(cast("NumberValue", rows[0]).number)

    def show(self, field: Field, value: date) -> str:
        return format_date(value, "d MMM y", locale=get_language() or "en")
