"""Which cards a query asks for, and what of them (RFC 6352, sections 10.4 and 10.5)."""

import io
from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element

from setpoint.integrations.carddav.elements import card
from setpoint.platform.vcards.keeping import only
from setpoint.platform.vcards.lines import Property, logical_lines, property_of

_MATCHES: dict[str, Callable[[str, str], bool]] = {
    "equals": lambda text, sought: text == sought,
    "contains": lambda text, sought: sought in text,
    "starts-with": lambda text, sought: text.startswith(sought),
    "ends-with": lambda text, sought: text.endswith(sought),
}


def fits(text: str, condition: Element | None) -> bool:
    """Whether a vCard meets a CARDDAV:filter; without one every card does."""
    conditions = [] if condition is None else condition.findall(card("prop-filter"))
    if not conditions:
        return True
    lines = [property_of(line) for _number, line in logical_lines(io.StringIO(text))]
    there = [line for line in lines if line is not None]
    return _united(condition, [_property(there, one) for one in conditions])


def cut(text: str, data: Element | None) -> str:
    """Return of a vCard what a CARDDAV:address-data asks for: all of it, or some properties."""
    names = [] if data is None else [one.get("name", "").upper() for one in data.findall(card("prop"))]
    return only(text, {*names, "VERSION"}) if names else text


def _property(lines: Sequence[Property], condition: Element) -> bool:
    name = condition.get("name", "").upper()
    there = [line for line in lines if line.name == name]
    if condition.find(card("is-not-defined")) is not None:
        return not there
    within = [*condition.findall(card("text-match")), *condition.findall(card("param-filter"))]
    if not within:
        return bool(there)
    return any(_united(condition, [_met(line, one) for one in within]) for line in there)


def _met(line: Property, condition: Element) -> bool:
    if condition.tag == card("text-match"):
        return _text(line.value, condition)
    values = line.params.get(condition.get("name", "").upper())
    if condition.find(card("is-not-defined")) is not None:
        return values is None
    match = condition.find(card("text-match"))
    if values is None or match is None:
        return values is not None
    return any(_text(value, match) for value in values)


def _text(value: str, condition: Element) -> bool:
    sought, kind = (condition.text or "").casefold(), condition.get("match-type", "contains")
    met = _MATCHES.get(kind, _MATCHES["contains"])(value.casefold(), sought)
    return met != (condition.get("negate-condition") == "yes")


def _united(condition: Element | None, met: Sequence[bool]) -> bool:
    every = condition is not None and condition.get("test", "anyof") == "allof"
    return all(met) if every else any(met)
