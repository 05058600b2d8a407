"""Types of what records have by themselves: how it is asked for, shown and exported."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_zone
from setpoint.kernel.folding import fold
from setpoint.kernel.models import Company
from setpoint.kernel.money import Money
from setpoint.kernel.patterns import pattern
from setpoint.platform.fields.querying import EMPTY, FILLED
from setpoint.platform.fields.types.number import parse_number
from setpoint.platform.fields.types.text import BEYOND
from setpoint.platform.lists.days import read_day, window
from setpoint.platform.lists.words import ANY, FROM, IS, LAST, NEXT, NOT, STARTS, TO

Options = Callable[[Actor], Sequence[tuple[str, str | Promise]]]
ME = "me"
MOST_DIGITS = 18


def locale() -> str:
    """Return the reader's language as babel knows it."""
    return (get_language() or "en").partition("-")[0]


@dataclass(frozen=True)
class NativeType:
    """A type answers its `words`; `input` says how a value is asked for."""

    words: tuple[str, ...] = ()
    input: str = "text"
    numeric: bool = False

    def condition(self, path: str, word: str, given: str, by: Actor) -> Q:
        """Return what rows must fulfil. ValidationError for a word or value that the type does not know."""
        if word not in self.words:
            raise ValidationError(_("“%(word)s” cannot be asked of this field.") % {"word": word})
        match word:
            case "empty":
                return self.nothing(path)
            case "filled":
                return ~self.nothing(path)
            case "not":
                return ~self.asked(path, IS, given, by)
        return self.asked(path, word, given, by)

    def nothing(self, path: str) -> Q:
        """Return the condition that there is no value."""
        return Q(**{f"{path}__isnull": True})

    def asked(self, path: str, word: str, given: str, by: Actor) -> Q:
        """Return the condition of a word that compares."""
        raise NotImplementedError

    def options(self, by: Actor) -> Sequence[tuple[str, str | Promise]]:
        """Return what can be chosen, none where a value is written."""
        del by
        return ()

    def text(self, value: Any) -> str:
        """Return a value as the reader writes it."""
        return str(value)


@dataclass(frozen=True)
class Text(NativeType):
    """A text; `folded` where the path holds it as it is searched."""

    words: tuple[str, ...] = (IS, NOT, STARTS, EMPTY, FILLED)
    folded: bool = False

    def nothing(self, path: str) -> Q:
        return Q(**{path: ""}) | Q(**{f"{path}__isnull": True})

    def asked(self, path: str, word: str, given: str, by: Actor) -> Q:
        if "\x00" in given:
            raise ValidationError(_("The text holds a sign that cannot be stored."))
        wanted = fold(given) if self.folded else given.strip()
        if word == STARTS:
            return Q(**{f"{path}__gte": wanted, f"{path}__lt": wanted + BEYOND})
        return Q(**{path: wanted})


@dataclass(frozen=True)
class Number(NativeType):
    """A whole number, or an amount in minor units where `amount`: compared by its major units."""

    words: tuple[str, ...] = (IS, FROM, TO, EMPTY, FILLED)
    input: str = "number"
    numeric: bool = True

    def asked(self, path: str, word: str, given: str, by: Actor) -> Q:
        number = int(self.read(given))
        return Q(**{{IS: path, FROM: f"{path}__gte", TO: f"{path}__lte"}[word]: number})

    def read(self, given: str) -> Decimal:
        """Read a whole number."""
        number = parse_number(given)
        if number != round(number):
            raise ValidationError(_("Write a whole number."))
        return number

    def text(self, value: Any) -> str:
        return format_decimal(value, pattern("#,##0"), locale=locale())


@dataclass(frozen=True)
class Amount(Number):
    """Minor units, written in major ones of the company's currency; every currency is compared as it stands."""

    def read(self, given: str) -> Decimal:
        currency = Company.objects.values_list("currency", flat=True).first() or "USD"
        return Decimal(Money.of(parse_number(given), currency).minor)

    def text(self, value: Any) -> str:
        return str(value.format(locale(), whole=True))


@dataclass(frozen=True)
class Moment(NativeType):
    """A moment, asked and shown by its day in the company's zone."""

    words: tuple[str, ...] = (FROM, TO, IS, LAST, NEXT, EMPTY, FILLED)
    input: str = "date"

    def asked(self, path: str, word: str, given: str, by: Actor) -> Q:
        first, last = window(word, given) if word in (LAST, NEXT) else (read_day(given),) * 2
        zone, asked = company_zone(), {}
        if word != TO:
            asked[f"{path}__gte"] = datetime.combine(first, time.min, zone)
        if word != FROM:
            asked[f"{path}__lt"] = datetime.combine(last + timedelta(days=1), time.min, zone)
        return Q(**asked)

    def text(self, value: Any) -> str:
        return format_date(value, "d MMM y", locale=locale())


@dataclass(frozen=True)
class Day(Moment):
    """A day without an hour, the same in every zone."""

    def asked(self, path: str, word: str, given: str, by: Actor) -> Q:
        first, last = window(word, given) if word in (LAST, NEXT) else (read_day(given),) * 2
        bounds = {FROM: {"gte": first}, TO: {"lte": last}}.get(word, {"gte": first, "lte": last})
        return Q(**{f"{path}__{side}": day for side, day in bounds.items()})


@dataclass(frozen=True)
class Chosen(NativeType):
    """One of a few known values; `choices` are their names."""

    words: tuple[str, ...] = (IS, NOT, ANY, EMPTY, FILLED)
    input: str = "choice"
    choices: Mapping[str, str | Promise] | None = None

    def nothing(self, path: str) -> Q:
        return Q(**{path: ""}) | Q(**{f"{path}__isnull": True})

    def options(self, by: Actor) -> Sequence[tuple[str, str | Promise]]:
        del by
        return tuple((self.choices or {}).items())

    def asked(self, path: str, word: str, given: str, by: Actor) -> Q:
        values = [part.strip() for part in given.split(",")] if word == ANY else [given.strip()]
        known = self.choices or {}
        if wrong := [value for value in values if value not in known]:
            raise ValidationError(_("“%(value)s” cannot be chosen here.") % {"value": wrong[0]})
        return Q(**{f"{path}__in": values})

    def text(self, value: Any) -> str:
        return str((self.choices or {}).get(value, value))


@dataclass(frozen=True)
class Linked(NativeType):
    """A record that the row points at, asked by number; "me" is whoever asks, where `people`."""

    words: tuple[str, ...] = (IS, NOT, ANY, EMPTY, FILLED)
    input: str = "choice"
    offered: Options | None = None
    people: bool = False

    def options(self, by: Actor) -> Sequence[tuple[str, str | Promise]]:
        found = list(self.offered(by)) if self.offered else []
        return [(ME, _("me")), *found] if self.people and found else found

    def asked(self, path: str, word: str, given: str, by: Actor) -> Q:
        parts = given.split(",") if word == ANY else [given]
        return Q(**{f"{path}__in": [self.number(part.strip(), by) for part in parts]})

    def number(self, given: str, by: Actor) -> int:
        """Read the number of a record."""
        if self.people and given == ME:
            return by.user_id or 0
        if not (given.isascii() and given.isdigit()) or len(given) > MOST_DIGITS:
            raise ValidationError(_("Choose a record from the list."))
        return int(given)
