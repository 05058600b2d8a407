"""Pools of names of people, trades and towns: one file per language."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

Language = Literal["en", "ru"]

_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya".replace("-", "").split(" "),
        strict=True,
    )
)


@dataclass(frozen=True, kw_only=True)
class Pool:
    """The names of one language."""

    men: tuple[str, ...]
    women: tuple[str, ...]
    last_names: tuple[str, ...]  # of men, where women bear another form
    north: tuple[str, ...]  # towns
    south: tuple[str, ...]
    trades: tuple[str, ...]
    places: tuple[str, ...]
    phone: str  # a pattern with two numbers, of a range that is given to nobody
    organisation: str  # a pattern with trade, place, city
    declined: bool  # whether last names have a form for women

    def of_women(self, last_name: str) -> str:
        """Return the last name as a woman bears it: Соколов, Соколова; Белый, Белая."""
        if self.declined and last_name.endswith(("ий", "ый", "ой")):
            return f"{last_name[:-2]}ая"
        return f"{last_name}а" if self.declined and last_name.endswith(("в", "н")) else last_name


@cache
def pool(language: Language) -> Pool:
    """Return the names of a language."""
    read = tomllib.loads((files(__package__) / f"{language}.toml").read_text(encoding="utf-8"))

    def words(key: str) -> tuple[str, ...]:
        return tuple(word.replace("_", " ") for word in read[key].split())

    return Pool(
        men=words("men"),
        women=words("women"),
        last_names=words("last_names"),
        north=words("north"),
        south=words("south"),
        trades=words("trades"),
        places=words("places"),
        phone=read["phone"],
        organisation=read["organisation"],
        declined=read["declined"],
    )


def latin(name: str) -> str:
    """Return a name in lower-case Latin letters, as in an address: "Семён" is "semen"."""
    return "".join(_LATIN.get(letter, letter) for letter in name.lower() if letter.isalnum())
