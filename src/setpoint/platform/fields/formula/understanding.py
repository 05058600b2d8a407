"""A formula checked against the types of a record's fields, ready to be computed for any record."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, DecimalException, DivisionByZero, InvalidOperation, Overflow, localcontext
from typing import Any

from django.utils.translation import gettext as _

from setpoint.platform.fields.formula.errors import FormulaError, NoValueError
from setpoint.platform.fields.formula.functions import FUNCTIONS, Function, bounded
from setpoint.platform.fields.formula.parsing import Call, Literal, Name, Node, parse

TYPES = ("number", "money", "date", "text", "yes")
ARITHMETIC = Context(prec=28, Emax=50, Emin=-50, traps=[DivisionByZero, InvalidOperation, Overflow])


@dataclass(frozen=True)
class _Bound:
    function: Function
    given: "tuple[_Tree, ...]"


_Tree = Literal | Name | _Bound


@dataclass(frozen=True)
class Understood:
    """`gives` is the type of the value, `names` the fields it needs; `volatile` where it changes by itself."""

    gives: str
    names: frozenset[str]
    volatile: bool
    tree: _Tree

    def value(self, values: Mapping[str, Any]) -> Any:
        """Return the value for a record (None = it has none); money, numbers, days, texts and bool go in."""
        try:
            with localcontext(ARITHMETIC):
                return _computed(self.tree, values)
        except (NoValueError, DecimalException, OverflowError, ValueError):
            return None


def understood(source: str, types: Mapping[str, str]) -> Understood:
    """Parse and check a formula; `types` gives the type of each field. FormulaError names the place."""
    checker = _Checker(source, types)
    gives, tree = checker.check(parse(source))
    return Understood(gives, frozenset(checker.names), checker.volatile, tree)


def _computed(tree: _Tree, values: Mapping[str, Any]) -> Any:
    match tree:
        case Literal():
            return tree.value
        case Name():
            return values.get(tree.key)
        case _Bound():
            given = [_computed(one, values) for one in tree.given]
            if not tree.function.empties and any(one is None for one in given):
                return None
            return bounded(tree.function.does(*given))


class _Checker:
    def __init__(self, source: str, types: Mapping[str, str]) -> None:
        self._source = source
        self._types = types
        self.names: set[str] = set()
        self.volatile = False

    def check(self, node: Node) -> tuple[str, _Tree]:
        match node:
            case Literal():
                kind = (
                    "yes" if isinstance(node.value, bool) else "number" if isinstance(node.value, Decimal) else "text"
                )
                return kind, node
            case Name():
                if node.key not in self._types:
                    raise FormulaError(_("There is no field “%(name)s”.") % {"name": node.key}, node.at, self._source)
                self.names.add(node.key)
                return self._types[node.key], node
            case Call():
                return self._call(node)

    def _call(self, node: Call) -> tuple[str, _Tree]:
        if node.function not in FUNCTIONS:
            raise FormulaError(_("There is no function “%(name)s”.") % {"name": node.function}, node.at, self._source)
        checked = [self.check(one) for one in node.given]
        types = [kind for kind, _tree in checked]
        for function in FUNCTIONS[node.function]:
            same = _fits(function.takes, types)
            if same is not None:
                self.volatile |= function.volatile
                gives = same if function.gives == "a" else function.gives
                return gives, _Bound(function, tuple(tree for _kind, tree in checked))
        words = {"name": node.function, "types": ", ".join(_type_name(kind) for kind in types) or _("nothing")}
        raise FormulaError(_("“%(name)s” cannot be used with: %(types)s.") % words, node.at, self._source)


def _fits(takes: tuple[str, ...], types: list[str]) -> str | None:
    """Return the type that stands for "a" ("" where there is none), None where the types do not fit."""
    if takes and takes[-1] == "...":
        takes = takes[:-1] + (takes[-2],) * (len(types) - len(takes) + 1)
    if len(takes) != len(types):
        return None
    same = ""
    for wanted, kind in zip(takes, types, strict=True):
        if wanted == "a":
            same = same or kind
            wanted = same  # noqa: PLW2901 - from here on "a" is this type
        if wanted not in ("any", kind):
            return None
    return same


def _type_name(kind: str) -> str:
    return {"number": _("number"), "money": _("money"), "date": _("date"), "text": _("text"), "yes": _("yes or no")}[
        kind
    ]
