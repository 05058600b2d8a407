"""How a person is greeted, and his name in the cases of Russian."""

import re
from dataclasses import dataclass

from petrovich.enums import Case, Gender
from petrovich.main import Petrovich

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.models.party import PartyKind

PATRONYMIC = re.compile(r"(?:вич|ьич|вна|чна|инична|оглы|кызы)$", re.IGNORECASE)
OF_WOMEN = re.compile(r"(?:вна|чна|кызы)$", re.IGNORECASE)
CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
TWO, THREE = 2, 3


@dataclass(frozen=True)
class Name:
    """The parts of a person's name; unknown ones are empty."""

    family: str = ""
    given: str = ""
    patronymic: str = ""

    @property
    def gender(self) -> Gender | None:
        """The gender that the patronymic tells."""
        if not self.patronymic:
            return None
        return Gender.FEMALE if OF_WOMEN.search(self.patronymic) else Gender.MALE


def name_of(party: Party) -> Name:
    """Return the parts of a name as they were written down, else as its whole shows them."""
    if party.given_name or party.family_name:
        return Name(party.family_name, party.given_name, party.patronymic)
    return split(party.name)


def split(whole: str) -> Name:
    """Return the parts of a whole name, of which only what is certain: with a patronymic, or Latin “given family”."""
    words = whole.split()
    if len(words) == THREE and PATRONYMIC.search(words[2]):
        return Name(words[0], words[1], words[2])
    if len(words) == THREE and PATRONYMIC.search(words[1]):
        return Name(words[2], words[0], words[1])
    if len(words) == TWO and not CYRILLIC.search(whole):
        return Name(words[1], words[0])
    return Name()


def greeting(party: Party) -> str:
    """Return by which name a person is spoken to: “Иван Петрович”, “Mr Petrov”, “Ann”; "" where none is known."""
    if party.kind != PartyKind.PERSON:
        return ""
    name = name_of(party)
    if party.salutation:
        called = f"{name.given} {name.patronymic}" if name.given and name.patronymic else name.family or party.name
        return f"{party.salutation} {called}"
    if name.given and name.patronymic:
        return f"{name.given} {name.patronymic}"
    return name.given


def in_case(name: Name, case: Case) -> str:
    """Return a Russian name in a case, parts in the order family, given, patronymic; as it is where it cannot be bent.

    “Петров Иван Сергеевич” in the dative: “Петрову Ивану Сергеевичу”.
    """
    gender = name.gender
    parts = (name.family, name.given, name.patronymic)
    if gender is None or not CYRILLIC.search(name.given):
        return " ".join(filter(None, parts))
    bend = Petrovich()
    bent = (
        bend.lastname(name.family, case, gender) if name.family else "",
        bend.firstname(name.given, case, gender) if name.given else "",
        bend.middlename(name.patronymic, case, gender),
    )
    return " ".join(filter(None, bent))
