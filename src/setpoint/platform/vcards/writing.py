"""A card as text, for programs that know vCard 2.1, 3.0 or 4.0."""

import quopri
from collections.abc import Iterator

from setpoint.platform.vcards.card import EMAIL, FAX, HOME, MOBILE, PHONE, SITE, WORK, Card
from setpoint.platform.vcards.lines import escape, fold

V2, V3, V4 = "2.1", "3.0", "4.0"
VERSIONS = (V2, V3, V4)
MEDIA_TYPE = "text/vcard; charset=utf-8"
_NAMES = {EMAIL: "EMAIL", PHONE: "TEL", SITE: "URL"}
_TYPES = {WORK: ("work",), HOME: ("home",), MOBILE: ("cell",), FAX: ("fax",)}


def text_of(card: Card, *, version: str = V3, revised: str = "") -> str:
    """Return the card with CRLF line ends. `revised` is the moment of its last change, ISO in UTC."""
    lines = ["BEGIN:VCARD", f"VERSION:{version}", *_lines(card, version)]
    if revised:
        lines.append(f"REV:{revised}")
    # what other programs wrote is theirs, but for properties that the version does not know
    lines += [line for line in card.further if version != V2 or line.isascii()]
    lines.append("END:VCARD")
    return "".join(written(line, version) for line in lines)


def written(line: str, version: str) -> str:
    """Return a line with its end, folded where the version folds."""
    return fold(line) if version != V2 else f"{line}\r\n"


def _lines(card: Card, version: str) -> Iterator[str]:
    yield full_name(card, version)
    yield name(card, version)
    if card.uid:
        yield _line("UID", [], [card.uid], version)
    if card.is_organisation:
        yield "KIND:org" if version == V4 else "X-ABSHOWAS:COMPANY"
    yield from work(card, version)
    yield from reached(card, version)
    yield from birthday(card, version)
    if card.categories:
        yield f"CATEGORIES:{','.join(map(escape, card.categories))}"
    if card.note:
        yield _line("NOTE", [], [card.note], version)


def full_name(card: Card, version: str) -> str:
    """Return the line of the whole name."""
    return _line("FN", [], [card.name], version)


def name(card: Card, version: str) -> str:
    """Return the line of the parts of the name."""
    return _line("N", [], [card.family, card.given, card.additional, card.prefix, card.suffix], version)


def work(card: Card, version: str) -> Iterator[str]:
    """Yield the lines of company and position."""
    if card.organisation or card.department:
        yield _line("ORG", [], [card.organisation, *filter(None, [card.department])], version)
    if card.title:
        yield _line("TITLE", [], [card.title], version)


def birthday(card: Card, version: str) -> Iterator[str]:
    """Yield the line of the birthday."""
    if card.birthday:
        yield f"BDAY:{_day(card.birthday, version)}"


def reached(card: Card, version: str) -> Iterator[str]:
    """Yield the lines of addresses."""
    for point in card.points:
        types = list(_TYPES.get(point.use, ()))
        if point.medium == EMAIL and version == V3:
            types.insert(0, "internet")
        yield _line(_NAMES[point.medium], _types(types, version, first=point.first), [point.value], version)
    for place in card.places:
        parts = ["", *place.parts]
        yield _line("ADR", _types(list(_TYPES.get(place.use, ())), version, first=place.first), parts, version)


def _day(day: str, version: str) -> str:
    """Write a day as the version has it; one without its year as 4.0 has it, older versions know none."""
    return day if version != V4 and not day.startswith("--") else ("--" if day[0] == "-" else "") + day.replace("-", "")


def _types(types: list[str], version: str, *, first: bool) -> list[str]:
    if version == V2:
        return [word.upper() for word in types] + (["PREF"] if first else [])
    if version == V4:
        return ([f"TYPE={','.join(types)}"] if types else []) + (["PREF=1"] if first else [])
    named = types + (["pref"] if first else [])
    return [f"TYPE={','.join(named)}"] if named else []


def _line(name: str, params: list[str], parts: list[str], version: str) -> str:
    if version != V2:
        return ";".join([name, *params]) + ":" + ";".join(map(escape, parts))
    value = ";".join(part.replace("\\", "\\\\").replace(";", "\\;") for part in parts)
    if value.isascii() and "\n" not in value and "\r" not in value:
        return ";".join([name, *params]) + ":" + value
    packed = quopri.encodestring(value.encode(), quotetabs=False).decode().replace("=\n", "")
    packed = packed.replace("\r", "=0D").replace("\n", "=0D=0A")
    return ";".join([name, *params, "CHARSET=UTF-8", "ENCODING=QUOTED-PRINTABLE"]) + ":" + packed
