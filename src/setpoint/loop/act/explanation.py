"""An explanation in words: templates of the catalogue, filled with numbers that stand in the stored inputs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Literal

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from setpoint.kernel.money import Money, exponent
from setpoint.kernel.patterns import pattern
from setpoint.kernel.shares import chance, percent

SlotKind = Literal[
    "money",
    "share",
    "chance",
    "points",
    "spread",
    "change",
    "count",
    "number",
    "precise",
    "day",
    "person",
    "people",
    "text",
    "scope",
]
Part = Literal["gap", "why", "proposal", "effect", "risk", "check"]
"""What a sentence tells: where the plan stands, why, what is proposed, what it brings, costs, how we shall know."""
THOUSAND = 1000


@dataclass(frozen=True)
class Slot:
    """One number or name: money in minor units, shares and chances as fractions, day as ordinal, person as user id."""

    kind: SlotKind
    value: Any


@dataclass(frozen=True)
class Sentence:
    """A template with named slots: English of the catalogue, or a call that returns the right plural form."""

    template: str | Callable[[], str]
    slots: Mapping[str, Slot] = field(default_factory=dict)
    part: Part = "why"


@dataclass(frozen=True)
class Names:
    """What people and scopes are called."""

    people: Mapping[int, str]
    scopes: Mapping[tuple[str, int], str]


NOBODY = Names({}, {})


def people_named(sentences: Iterable[Sentence]) -> set[int]:
    """Return the users whom the sentences name."""
    found: set[int] = set()
    for sentence in sentences:
        for slot in sentence.slots.values():
            if slot.kind == "person":
                found.add(slot.value)
            elif slot.kind == "people":
                found.update(slot.value)
    return found


def render(sentences: Sequence[Sentence], currency: str, names: Names) -> str:
    """Return the text in the active language."""
    return " ".join(render_one(sentence, currency, names) for sentence in sentences)


def render_one(sentence: Sentence, currency: str, names: Names) -> str:
    """Return one sentence in the active language."""
    written = {name: write(slot, currency, names) for name, slot in sentence.slots.items()}
    text = _(sentence.template) if isinstance(sentence.template, str) else sentence.template()
    return text.format_map(written)


def write(slot: Slot, currency: str, names: Names) -> str:
    """Return a slot's value as people of the active language write it."""
    locale = get_language() or "en"
    match slot.kind:
        case "person" | "people":
            users = [slot.value] if slot.kind == "person" else slot.value
            return format_list([names.people.get(user, "?") for user in users], locale=locale)
        case "scope":
            return names.scopes.get((slot.value[0], slot.value[1]), "?")
        case "text":
            return _(slot.value) if slot.value else ""
        case "money":
            return money_in_short(round(slot.value), currency, locale).replace("-", "−")
        case "day":
            return format_date(date.fromordinal(slot.value), "d MMMM" if locale == "ru" else "MMMM d", locale)
        case _:
            return _number(slot, locale)


def _number(slot: Slot, locale: str) -> str:
    if slot.kind in {"share", "chance"}:
        return (percent if slot.kind == "share" else chance)(slot.value, locale)
    if slot.kind in {"points", "spread"}:
        points = round(slot.value * 100)
        signs = pattern("+#,##0;−#,##0" if slot.kind == "points" else "#,##0")
        return pgettext("percentage points", "{points} pp").format(
            points=format_decimal(points, signs, locale) if points else "0"
        )
    if slot.kind == "change":
        signs = pattern("+#,##0 %;−#,##0 %" if locale == "ru" else "+#,##0%;−#,##0%")
        return format_percent(Decimal(str(round(slot.value, 2))), signs, locale)
    if slot.kind in {"number", "precise"}:
        digits = Decimal("0.1") if slot.kind == "number" else Decimal("0.001")
        exact = Decimal(str(slot.value)).quantize(digits, ROUND_HALF_EVEN)
        return format_decimal(exact, pattern("#,##0.###"), locale)
    return format_decimal(round(slot.value), locale=locale)


def money_in_short(minor: int, currency: str, locale: str) -> str:
    """Return money as it is said in a sentence: thousands and millions with one digit after the point."""
    major = Decimal(minor).scaleb(-exponent(currency))
    for size, word in ((THOUSAND**2, pgettext("money", "{amount}M")), (THOUSAND, pgettext("money", "{amount}k"))):
        if abs(major) >= size:
            amount = format_decimal(
                (major / size).quantize(Decimal("0.1"), ROUND_HALF_EVEN), pattern("#,##0.0"), locale
            )
            return _with_sign(word.format(amount=amount), currency, locale)
    return Money(minor, currency).format(locale, whole=True)


def _with_sign(words: str, currency: str, locale: str) -> str:
    sign = Money(0, currency).format(locale, whole=True).replace("0", "").strip()
    return (
        f"{words}\u00a0{sign}"
        if locale == "ru"
        else words.replace("-", f"-{sign}", 1)
        if "-" in words
        else sign + words
    )
