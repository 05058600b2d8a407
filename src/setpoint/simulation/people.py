"""The people of a simulated market: the same number is always the same customer."""

from dataclasses import dataclass
from hashlib import blake2b

from setpoint.simulation.names import Language, latin, pool

_TRADE_PER_CENT = 30


@dataclass(frozen=True, kw_only=True)
class Customer:
    """A person who asks for a shed, for himself or for an organisation."""

    number: int
    first_name: str
    last_name: str
    organisation: str  # empty for a private person
    city: str
    email: str  # at example.com or example.org: nobody's address
    phone: str  # of a range that is given to nobody


class _Dice:
    """Many rolls from one number."""

    def __init__(self, number: int) -> None:
        self._left = int.from_bytes(blake2b(str(number).encode(), digest_size=32).digest())

    def roll(self, sides: int) -> int:
        self._left, rolled = divmod(self._left, sides)
        return rolled

    def pick(self, words: tuple[str, ...]) -> str:
        return words[self.roll(len(words))]


def customer(number: int, *, language: Language, team: int = 0) -> Customer:
    """Return the customer of that number, who lives in the territory of `team` (even: north, odd: south)."""
    names = pool(language)
    dice = _Dice(number)
    woman = dice.roll(2) == 1
    first = dice.pick(names.women if woman else names.men)
    last = dice.pick(names.last_names)
    last = names.of_women(last) if woman else last
    city = dice.pick(names.south if team % 2 else names.north)
    trade = dice.roll(100) < _TRADE_PER_CENT
    place, kind = dice.pick(names.places), dice.pick(names.trades)
    return Customer(
        number=number,
        first_name=first,
        last_name=last,
        organisation=names.organisation.format(trade=kind, place=place, city=city) if trade else "",
        city=city,
        email=f"{latin(first)}.{latin(last)}.{number}@{'example.org' if trade else 'example.com'}",
        phone=names.phone.format(dice.roll(90) + 10, dice.roll(100)),
    )
