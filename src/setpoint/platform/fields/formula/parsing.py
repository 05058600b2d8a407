"""Words into a tree, by precedence climbing."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from setpoint.platform.fields.formula.errors import FormulaError
from setpoint.platform.fields.formula.words import Word, words

DEEPEST = 40
MOST_NODES = 300
# sign -> how tightly it binds
BINDS = {"or": 1, "and": 2, "=": 4, "<>": 4, "<": 4, "<=": 4, ">": 4, ">=": 4, "&": 5, "+": 6, "-": 6, "*": 7, "/": 7}
NOT, MINUS = 3, 8


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, a text or yes / no, as written."""

    value: Decimal | str | bool
    at: int


@dataclass(frozen=True, slots=True)
class Name:
    """A field of the record."""

    key: str
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function or sign with what it is given."""

    function: str
    given: "tuple[Node, ...]"
    at: int


Node = Literal | Name | Call


def parse(source: str) -> Node:
    """Return the tree of a formula. FormulaError says what was expected and where."""
    return _Parser(source).whole()


class _Parser:
    def __init__(self, source: str) -> None:
        self._source = source
        self._words = list(words(source))
        self._next = 0
        self._nodes = 0

    def whole(self) -> Node:
        if self._word.sort == "end":
            self._fail(_("The formula is empty."))
        node = self._expression(0, 0)
        if self._word.sort != "end":
            self._fail(_("The formula should end here, or a sign is missing."))
        return node

    @property
    def _word(self) -> Word:
        return self._words[self._next]

    def _fail(self, message: str) -> None:
        raise FormulaError(message, self._word.at, self._source)

    def _take(self) -> Word:
        word = self._word
        self._next += 1
        self._nodes += 1
        if self._nodes > MOST_NODES:
            self._fail(_("The formula is too long. Divide it between two fields."))
        return word

    def _sign(self, text: str) -> bool:
        if self._word.sort != "sign" or self._word.text != text:
            return False
        self._next += 1
        return True

    def _expression(self, weakest: int, depth: int) -> Node:
        if depth > DEEPEST:
            self._fail(_("The formula is nested too deeply."))
        left = self._unary(depth)
        while True:
            sign = {"!=": "<>"}.get(self._word.text, self._word.text)
            binds = BINDS.get(sign, 0) if self._word.sort in {"sign", "name"} else 0
            if binds <= weakest:
                return left
            at = self._take().at
            left = Call(sign, (left, self._expression(binds, depth + 1)), at)

    def _unary(self, depth: int) -> Node:
        word = self._word
        if word.sort == "name" and word.text == "not":
            self._take()
            return Call("not", (self._expression(NOT, depth + 1),), word.at)
        if word.sort == "sign" and word.text == "-":
            self._take()
            return Call("negative", (self._expression(MINUS, depth + 1),), word.at)
        return self._primary(depth)

    def _primary(self, depth: int) -> Node:
        word = self._word
        if word.sort == "number":
            self._take()
            return Literal(Decimal(word.text), word.at)
        if word.sort == "text":
            self._take()
            return Literal(word.text[1:-1], word.at)
        if word.sort == "name" and word.text not in BINDS:
            self._take()
            if word.text in {"yes", "no"}:
                return Literal(word.text == "yes", word.at)
            return Call(word.text, self._given(depth), word.at) if self._sign("(") else Name(word.text, word.at)
        if self._sign("("):
            node = self._expression(0, depth + 1)
            if not self._sign(")"):
                self._fail(_("A bracket is not closed."))
            return node
        self._fail(_("A field, a number or a text in quotation marks is expected here."))
        raise AssertionError

    def _given(self, depth: int) -> tuple[Node, ...]:
        if self._sign(")"):
            return ()
        found = [self._expression(0, depth + 1)]
        while self._sign(",") or self._sign(";"):
            found.append(self._expression(0, depth + 1))
        if not self._sign(")"):
            self._fail(_("A bracket is not closed."))
        return tuple(found)
