"""Lines of a vCard: unfolded, cut into name, parameters and value, and back. Time grows with the length only.

RFC 6350, section 3; the quoted-printable soft breaks of vCard 2.1. (Parsers by regular expressions were tried: one
hostile line keeps them busy for ever.)
"""

import quopri
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TextIO

LONGEST = 1_000_000
_OCTETS = 75
_ESCAPED = {"n": "\n", "N": "\n"}


@dataclass(frozen=True)
class Property:
    """One property: `params` upper-case name → values; `value` as it stands, but decoded; `raw` the unfolded line."""

    name: str
    params: Mapping[str, tuple[str, ...]]
    value: str
    raw: str

    def types(self) -> set[str]:
        """Return the types: TYPE values of 3.0 and 4.0, bare parameters of 2.1."""
        return {value.lower() for value in self.params.get("TYPE", ())}

    @property
    def preferred(self) -> bool:
        """Whether it comes before others of its name."""
        return "pref" in self.types() or "PREF" in self.params


class LongLineError(Exception):
    """A line is longer than any address book has."""


def logical_lines(text: TextIO) -> Iterator[tuple[int, str]]:
    """Yield unfolded lines with the number of their first one. `LongLineError` where memory would be filled."""
    for start, line, _written in written_lines(text):
        if line.strip():
            yield start, line


def written_lines(text: TextIO) -> Iterator[tuple[int, str, str]]:
    """Yield the number of the first line, the unfolded line, and how it was written, folds and ends of lines included.

    The written ones together are the text. `LongLineError` as `logical_lines`.
    """
    held, written, start = "", "", 0
    for number, line in _lines(text):
        plain = line.rstrip("\r\n")
        if held and line[:1] in (" ", "\t"):
            held += plain[1:]
            written += line
        elif held.endswith("=") and "QUOTED-PRINTABLE" in held.partition(":")[0].upper():
            held = held[:-1] + plain
            written += line
        else:
            if written:
                yield start, held, written
            held, written, start = plain, line, number
        if len(held) > LONGEST:
            raise LongLineError
    if written:
        yield start, held, written


def _lines(text: TextIO) -> Iterator[tuple[int, str]]:
    number = 0
    while line := text.readline(LONGEST + 1):
        if len(line) > LONGEST:
            raise LongLineError
        number += 1
        yield number, line


def property_of(line: str) -> Property | None:
    """Cut a line into its parts, None where it is no property."""
    head, value = _head(line)
    if head is None:
        return None
    name = head[0].rpartition(".")[2].upper().replace("_", "-")
    params: dict[str, tuple[str, ...]] = {}
    for part in head[1:]:
        key, equals, said = part.partition("=")
        key, values = (key.upper(), _values(said)) if equals else ("TYPE", (key,))
        if not equals and key == "TYPE" and values[0].upper() in ("QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT"):
            key = "ENCODING"
        params[key] = params.get(key, ()) + values
    if not name or not all(sign.isalnum() or sign == "-" for sign in name):
        return None
    return Property(name, params, _decoded(params, value), line)


def split(value: str, sign: str) -> list[str]:
    """Cut a value at unescaped signs; what was escaped is taken back."""
    parts, current, at = [], [""], 0
    while at < len(value):
        letter = value[at]
        if letter == "\\" and at + 1 < len(value):
            current.append(_ESCAPED.get(value[at + 1], value[at + 1]))
            at += 1
        elif letter == sign:
            parts.append("".join(current))
            current = [""]
        else:
            current.append(letter)
        at += 1
    return [*parts, "".join(current)]


def plain(value: str) -> str:
    """Return a text without its escapes."""
    return split(value, "\0")[0]


def escape(text: str) -> str:
    """Return a text as one component of a value."""
    return (
        text.replace("\\", "\\\\")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\n", "\\n")
        .replace(";", "\\;")
        .replace(",", "\\,")
    )


def fold(line: str) -> str:
    """Return a line in pieces of at most 75 octets, none of which cuts a character."""
    pieces, size = [""], 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _OCTETS - (len(pieces) > 1):
            pieces.append("")
            size = 0
        pieces[-1] += sign
        size += octets
    return "\r\n ".join(pieces) + "\r\n"


def _head(line: str) -> tuple[list[str] | None, str]:
    parts, start, quoted = [], 0, False
    for at, sign in enumerate(line):
        if sign == '"':
            quoted = not quoted
        elif sign in ";:" and not quoted:
            parts.append(line[start:at])
            start = at + 1
            if sign == ":":
                return parts, line[start:]
    return None, ""


def _values(said: str) -> tuple[str, ...]:
    parts, current, quoted = [], "", False
    for sign in said:
        if sign == '"':
            quoted = not quoted
        elif sign == "," and not quoted:
            parts.append(current)
            current = ""
        else:
            current += sign
    values = [*parts, current]
    # TYPE="work,cell" is written by many for TYPE=work,cell
    return tuple(one.strip() for value in values for one in value.split(","))


def _decoded(params: Mapping[str, Sequence[str]], value: str) -> str:
    if "QUOTED-PRINTABLE" not in {one.upper() for one in params.get("ENCODING", ())}:
        return value
    charset = next(iter(params.get("CHARSET", ())), "utf-8")
    octets = quopri.decodestring(value.encode("utf-8", "surrogateescape"))
    for encoding in (charset, "utf-8", "cp1251"):
        try:
            # a semicolon that was encoded is as much a border as one that was not: 2.1 knows no other
            return octets.decode(encoding).replace("\r\n", "\n")
        except (UnicodeDecodeError, LookupError):
            continue
    return octets.decode("latin-1")
