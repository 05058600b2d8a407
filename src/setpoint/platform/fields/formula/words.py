"""A formula cut into words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from setpoint.platform.fields.formula.errors import FormulaError

LONGEST = 2000
WORD = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<number>\d{1,18}(?:\.\d{1,12})?(?![\w.]))"
    r'|(?P<text>"[^"\n]*")'
    r"|(?P<name>[^\W\d]\w{0,59})"
    r"|(?P<sign><=|>=|<>|!=|[-+*/&=<>(),;])"
)
# formulas may be written with Russian words as well
RUSSIAN = {
    "если": "if",
    "и": "and",
    "или": "or",
    "не": "not",
    "да": "yes",
    "нет": "no",
    "округл": "round",
    "модуль": "abs",
    "мин": "min",
    "макс": "max",
    "заполнено": "filled",
    "либо": "either",
    "сегодня": "today",
    "год": "year",
    "месяц": "month",
    "день": "day",
    "длина": "length",
    "прописные": "upper",
    "строчные": "lower",
    "содержит": "contains",
    "начало": "left",
    "число": "amount",
    "деньги": "money",
}


@dataclass(frozen=True, slots=True)
class Word:
    """`sort` is number, text, name, sign or end."""

    sort: str
    text: str
    at: int


def words(source: str) -> Iterator[Word]:
    """Yield the words, an end after the last. FormulaError names the first letter that belongs to none."""
    if len(source) > LONGEST:
        raise FormulaError(_("A formula has at most %(most)s letters.") % {"most": LONGEST}, LONGEST)
    at = 0
    while at < len(source):
        found = WORD.match(source, at)
        if found is None:
            sign = source[at]
            message = (
                _("The text has no closing quotation mark.") if sign == '"' else _("This sign means nothing here.")
            )
            raise FormulaError(message, at, source)
        sort = str(found.lastgroup)
        if sort != "space":
            text = found.group().lower() if sort == "name" else found.group()
            yield Word(sort, RUSSIAN.get(text, text) if sort == "name" else text, at)
        at = found.end()
    yield Word("end", "", len(source))
