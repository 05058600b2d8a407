"""Companies ready to live: Tidewater Sheds, which builds garden sheds to order."""

from dataclasses import dataclass
from datetime import date, timedelta

from setpoint.simulation.names import Language
from setpoint.simulation.parameters import Channel, Product, Stage, WorldParameters
from setpoint.simulation.shocks import Absence, Flood, Shock


@dataclass(frozen=True)
class Words:
    """A name in both languages."""

    en: str
    ru: str

    def of(self, language: Language) -> str:
        """Return the name in a language."""
        return self.ru if language == "ru" else self.en


@dataclass(frozen=True, kw_only=True)
class Seller:
    """A member of a team; the index of a seller in the world is the place in the preset."""

    name: Words
    team: int


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A world with the names of what its indices mean."""

    company: Words
    parameters: WorldParameters
    teams: tuple[Words, ...]
    sellers: tuple[Seller, ...]
    stages: tuple[Words, ...]
    channels: tuple[Words, ...]
    products: tuple[Words, ...]
    reasons: tuple[Words, ...]  # of a loss
    currency: str


NORTH, SOUTH = 0, 1
SARA, SEMYON = 0, 1

_TEAMS = (Words("North", "Север"), Words("South", "Юг"))

# team, name, pace: touches relative to the mean
_SELLERS = (
    (NORTH, Words("Sara Stone", "Сара Стоун"), 1.0),
    (NORTH, Words("Semyon Sokolov", "Семён Соколов"), 0.9),
    (NORTH, Words("Nina Nolan", "Нина Нолан"), 0.7),
    (NORTH, Words("Peter Petrov", "Пётр Петров"), 1.25),
    (NORTH, Words("Grace Greene", "Грейс Грин"), 0.85),
    (NORTH, Words("Timur Tagirov", "Тимур Тагиров"), 1.3),
    (SOUTH, Words("Dana Dale", "Дана Дейл"), 1.1),
    (SOUTH, Words("Kirill Kim", "Кирилл Ким"), 0.65),
    (SOUTH, Words("Lucy Lane", "Люси Лейн"), 1.4),
    (SOUTH, Words("Boris Belov", "Борис Белов"), 1.0),
    (SOUTH, Words("Vera Voronina", "Вера Воронина"), 0.85),
)
PETER, TIMUR = 3, 5

_STAGES = (
    Words("Qualification", "Квалификация"),
    Words("Meeting", "Встреча"),
    Words("Proposal", "Предложение"),
    Words("Closing", "Согласование"),
)

_CHANNELS = (
    (Words("Search ads", "Реклама в поиске"), Channel(share=0.38)),
    (Words("Social ads", "Реклама в соцсетях"), Channel(share=0.27, log_odds=-0.25)),
    (Words("Referrals", "Рекомендации"), Channel(share=0.21, log_odds=0.3)),
    (Words("Garden shows", "Садовые выставки"), Channel(share=0.14, log_odds=0.1)),
)

# List prices in whole units of a currency worth about a US dollar.
_PRODUCTS = (
    (Words("Tool locker", "Шкаф для инструмента"), 900, 0.14),
    (Words("Bike shed", "Велосипедный сарай"), 1_600, 0.15),
    (Words("Classic shed 6x8", "Сарай «Классика» 2×2,5"), 2_400, 0.19),
    (Words("Classic shed 8x12", "Сарай «Классика» 2,5×3,5"), 3_900, 0.16),
    (Words("Greenhouse shed", "Сарай-теплица"), 4_600, 0.1),
    (Words("Workshop 10x14", "Мастерская 3×4"), 6_900, 0.1),
    (Words("Summer house", "Летний домик"), 8_800, 0.07),
    (Words("Garden office", "Садовый кабинет"), 14_500, 0.06),
    (Words("Double garage shed", "Сарай-гараж на две машины"), 19_000, 0.03),
)

_REASONS = (
    Words("No answer", "Не отвечает"),
    Words("Too expensive", "Слишком дорого"),
    Words("Chose a competitor", "Выбрал конкурента"),
    Words("Put off to next season", "Отложил до следующего сезона"),
    Words("No building permission", "Нет разрешения на постройку"),
    Words("Only asking", "Только спрашивал"),
)

_MONTHS = (0.86, 0.94, 1.08, 1.16, 1.13, 1.06, 0.98, 0.96, 1.0, 0.98, 0.94, 0.88)

# What a currency counts for one US dollar, for prices that look like prices.
_PRICE_LEVEL = {"USD": 1.0, "EUR": 1.0, "GBP": 0.8, "RUB": 80.0}


def _stages() -> tuple[Stage, ...]:
    return (
        Stage(
            advance=0.18,
            loss=0.22,
            gap=1,
            grace=1,
            decay=0.08,
            idle=-0.15,
            kinds=(0.7, 0.3, 0.0),
            reasons=(0.3, 0.15, 0.1, 0.1, 0.05, 0.3),
        ),
        Stage(
            advance=0.15,
            loss=0.10,
            gap=2,
            grace=4,
            decay=0.02,
            idle=-0.05,
            kinds=(0.45, 0.3, 0.25),
            reasons=(0.2, 0.2, 0.2, 0.2, 0.15, 0.05),
        ),
        Stage(
            advance=0.14,
            loss=0.08,
            gap=2,
            grace=4,
            decay=0.02,
            idle=-0.05,
            kinds=(0.4, 0.5, 0.1),
            reasons=(0.1, 0.4, 0.25, 0.15, 0.1, 0.0),
        ),
        Stage(
            advance=0.16,
            loss=0.10,
            gap=2,
            grace=4,
            decay=0.015,
            idle=-0.05,
            kinds=(0.5, 0.35, 0.15),
            reasons=(0.05, 0.35, 0.35, 0.2, 0.05, 0.0),
        ),
    )


def _trouble_in_north(today: date) -> tuple[Shock, ...]:
    """Two of six sellers away for weeks around today while their enquiries keep coming, and a third flooded."""
    return (
        Absence(first=today - timedelta(days=21), last=today + timedelta(days=14), owners=(PETER, TIMUR)),
        Flood(first=today - timedelta(days=35), last=today + timedelta(days=35), owner=SEMYON, factor=2.0),
    )


def garden_sheds(
    *, currency: str, today: date | None = None, country: str = "US", price_level: float | None = None, minor: int = 100
) -> Preset:
    """Return Tidewater Sheds: eleven sellers in two teams, about 125 wins a quarter.

    With `today` the company is in trouble around that day. `price_level` is what one US dollar counts in the
    currency (known for USD, EUR, GBP, RUB, else 1), `minor` the minor units of one unit of the currency.
    """
    level = _PRICE_LEVEL.get(currency, 1.0) if price_level is None else price_level
    parameters = WorldParameters(
        teams=tuple(sum(team == number for team, _name, _pace in _SELLERS) for number in range(len(_TEAMS))),
        country=country,
        touches_per_day=15.0,
        paces=tuple(pace for _team, _name, pace in _SELLERS),
        stages=_stages(),
        channels=tuple(channel for _, channel in _CHANNELS),
        products=tuple(Product(price=round(price * level) * minor, share=share) for _, price, share in _PRODUCTS),
        options_sd=0.35,
        rounding=round(max(level, 1)) * 10 * minor,
        months=_MONTHS,
        closing_pull=(-0.15, 0.0, 0.2),
        vacation=(14, 14) if country == "RU" else (10, 7),
        decay_reasons=(0.55, 0.0, 0.35, 0.1, 0.0, 0.0),
        shocks=_trouble_in_north(today) if today else (),
    )
    return Preset(
        company=Words("Tidewater Sheds", "Tidewater Sheds"),
        parameters=parameters,
        teams=_TEAMS,
        sellers=tuple(Seller(name=name, team=team) for team, name, _pace in _SELLERS),
        stages=_STAGES,
        channels=tuple(words for words, _ in _CHANNELS),
        products=tuple(words for words, _, _ in _PRODUCTS),
        reasons=_REASONS,
        currency=currency,
    )
