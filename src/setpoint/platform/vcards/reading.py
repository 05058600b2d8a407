"""vCards of a text, one at a time: what each says, in the dialects that programs write."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TextIO

from setpoint.platform.vcards.card import EMAIL, FAX, HOME, MOBILE, OTHER, PHONE, SITE, WORK, Card, Place, Point
from setpoint.platform.vcards.lines import LongLineError, Property, logical_lines, plain, property_of, split

MOST_PROPERTIES = 10_000
# pictures, sounds and keys are not addresses; nor are lines about the file itself
_PASSED = {
    *("VERSION", "PRODID", "REV", "PHOTO", "LOGO", "SOUND", "KEY", "SOURCE", "PROFILE", "LABEL", "AGENT", "XML"),
    "X-ABSHOWAS",
}
_USES = (("fax", FAX), ("cell", MOBILE), ("mobile", MOBILE), ("iphone", MOBILE), ("work", WORK), ("home", HOME))
_MEDIA = {"EMAIL": EMAIL, "TEL": PHONE, "URL": SITE}


class CardError(Exception):
    """A card cannot be read. `code`: end (it has no end), begin (it has no beginning), long, name (it names nobody)."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def cards(text: TextIO) -> Iterator[tuple[int, Card | CardError]]:
    """Yield each card, or why it cannot be read, with the number of its first line."""
    found = _Reader()
    try:
        for number, line in logical_lines(text):
            yield from found.take(number, line)
    except LongLineError:
        yield found.start, CardError("long")
        return
    if found.depth:
        yield found.start, CardError("end")


@dataclass
class _Reader:
    """Puts lines together to cards; AGENT of 2.1 holds a card within the card, which is passed over."""

    held: list[Property] = field(default_factory=list)
    start: int = 0
    depth: int = 0

    def take(self, number: int, line: str) -> Iterator[tuple[int, Card | CardError]]:
        """Take one line; yield the card that it ends, or why that is none."""
        mark = line.strip().upper().replace(" ", "")
        if mark == "BEGIN:VCARD":
            yield from self._begin(number)
        elif mark == "END:VCARD":
            yield from self._end(number)
        elif self.depth == 1 and len(self.held) < MOST_PROPERTIES:
            found = property_of(line)
            self.held += [found] if found else []
            # the inner card of an agent may begin on the same line
            self.depth += found is not None and found.name == "AGENT" and mark.endswith(":BEGIN:VCARD")

    def _begin(self, number: int) -> Iterator[tuple[int, CardError]]:
        within = self.depth and self.held and self.held[-1].name == "AGENT"
        if self.depth and not within:
            yield self.start, CardError("end")
            self.depth = 0
        self.depth += 1
        if self.depth == 1:
            self.held, self.start = [], number

    def _end(self, number: int) -> Iterator[tuple[int, Card | CardError]]:
        if self.depth == 0:
            yield number, CardError("begin")
            return
        self.depth -= 1
        if self.depth == 0:
            yield self.start, _read(self.held)


def card(text: str) -> Card:
    """Return the one card of a text. `CardError` where it holds none that can be read."""
    for _number, found in cards(io.StringIO(text)):
        if isinstance(found, CardError):
            raise found
        return found
    raise CardError("begin")


def _read(held: Sequence[Property]) -> Card | CardError:
    one: dict[str, Property] = {}
    for found in held:
        if found.value.strip(" ;"):
            one.setdefault(found.name, found)
    names = [part.replace("\n", " ").strip() for part in split(one["N"].value, ";")] if "N" in one else []
    family, given, additional, prefix, suffix = (*names, "", "", "", "", "")[:5]
    organisation, *units = [part.strip() for part in split(one["ORG"].value, ";")] if "ORG" in one else [""]
    points = tuple(filter(None, map(point_of, held)))
    written = plain(one["FN"].value).replace("\n", " ").strip() if "FN" in one else ""
    spoken = " ".join(part for part in (prefix, given, additional, family, suffix) if part)
    nick = plain(one["NICKNAME"].value).strip() if "NICKNAME" in one else ""
    name = written or spoken or nick or organisation or next((point.value for point in points), "")
    if not name:
        return CardError("name")
    kind = plain(one["KIND"].value).lower() if "KIND" in one else ""
    company = "X-ABSHOWAS" in one and one["X-ABSHOWAS"].value.upper() == "COMPANY"
    return Card(
        name=name,
        uid=plain(one["UID"].value).strip() if "UID" in one else "",
        is_organisation=kind == "org" or company or bool(organisation and not spoken and name == organisation),
        family=family,
        given=given,
        additional=additional,
        prefix=prefix,
        suffix=suffix,
        organisation=organisation,
        department=", ".join(filter(None, units)),
        title=plain(one["TITLE"].value).strip() if "TITLE" in one else "",
        birthday=day_of(plain(one["BDAY"].value)) if "BDAY" in one else "",
        note="\n".join(plain(found.value) for found in held if found.name == "NOTE" and found.value.strip()),
        points=points,
        places=tuple(filter(None, map(place_of, held))),
        categories=tuple(
            part.strip()
            for found in held
            if found.name == "CATEGORIES"
            for part in split(found.value, ",")
            if part.strip()
        ),
        further=tuple(found.raw for found in held if found.name not in _PASSED | _UNDERSTOOD),
    )


_UNDERSTOOD = {"FN", "N", "ORG", "TITLE", "BDAY", "NOTE", "ADR", "CATEGORIES", "UID", "KIND", *_MEDIA}


def point_of(found: Property) -> Point | None:
    """Return the address that a property is, None where it is none."""
    if found.name not in _MEDIA or not found.value.strip():
        return None
    medium, value = _MEDIA[found.name], plain(found.value).strip()
    if medium == PHONE and value.lower().startswith("tel:"):
        value = value[4:].replace(";ext=", " ext. ")
    if medium == EMAIL and value.lower().startswith("mailto:"):
        value = value[7:]
    use = _use(found)
    return Point(medium, value, use if medium == PHONE or use not in (MOBILE, FAX) else OTHER, found.preferred)


def _use(found: Property) -> str:
    types = found.types()
    return next((use for word, use in _USES if word in types), OTHER)


def place_of(found: Property) -> Place | None:
    """Return the postal address that a property is, None where it is none."""
    if found.name != "ADR":
        return None
    parts = [", ".join(filter(None, map(str.strip, part.split("\n")))) for part in split(found.value, ";")]
    box, extended, street, city, region, postcode, country = (*parts, *[""] * 7)[:7]
    place = Place(
        _use(found) if _use(found) in (WORK, HOME) else OTHER,
        ", ".join(filter(None, (box, extended))),
        street,
        city,
        region,
        postcode,
        country,
        found.preferred,
    )
    return place if any(place.parts) else None


def day_of(text: str) -> str:
    """Return a day as ISO, or as --MM-DD; "" where it is none. Times of day are left out."""
    day = text.strip().partition("T")[0]
    digits = day.replace("-", "")
    if day.startswith("--") and len(digits) == 4 and digits.isdecimal():  # noqa: PLR2004 - month and day
        return f"--{digits[:2]}-{digits[2:]}"
    if len(digits) == 8 and digits.isdecimal():  # noqa: PLR2004 - year, month and day
        return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    return ""
