"""Names, addresses and telephones for a million customers of no company: half Russian, half English."""

import random
from collections.abc import Iterator
from typing import Any


def _split(text: str) -> list[str]:
    return text.split()


_ONSETS = [*"бвгджзклмнпрстфхчш", *_split("бр гр др кр пр ст тр сл кл бл гл зв")]
_VOWELS = "аеиоуыяю"
_CODAS = ["", *"йлнрстмкв"]
_ENDINGS = ("ов", "ев", "ин", "ский", "ко", "ук", "енко")
RUSSIAN = _split(
    "Александр Сергей Дмитрий Андрей Алексей Максим Евгений Иван Михаил Артём Анна Елена Ольга Наталья Мария "
    "Екатерина Татьяна Ирина Светлана Юлия Фёдор Пётр Семён Лев Гордей Мирон Захар Ульяна Вера Раиса"
)
ENGLISH = _split(
    "James John Robert Michael William David Richard Joseph Thomas Charles Mary Patricia Jennifer Linda Elizabeth "
    "Barbara Susan Jessica Sarah Karen Margaret Alexander Alexandra Olga Henry Sara Mia Anton"
)
_LATIN = dict(
    zip(
        "абвгдежзиклмнопрстуфхчшыяюйц",
        _split("a b v g d e zh z i k l m n o p r s t u f h ch sh y ya yu y ts"),
        strict=True,
    )
)
CODES = (903, 905, 910, 912, 916, 921, 926, 963, 985, 999)
DOMAINS = ("gmail.example", "mail.example", "yandex.example", "outlook.example", "tidewater.example", "oak.example")


def surnames(count: int, draw: random.Random) -> list[str]:
    """Return different made-up Russian surnames, the frequent ones first."""
    found: dict[str, None] = dict.fromkeys(_split("Иванов Смирнов Кузнецов Попов Васильев Петров Соколов"))
    while len(found) < count:
        root = "".join(
            draw.choice(_ONSETS) + draw.choice(_VOWELS) + draw.choice(_CODAS) for _ in range(draw.choice((1, 2, 2, 3)))
        )
        found[(root + draw.choice(_ENDINGS)).capitalize()] = None
    return list(found)


def latin(text: str) -> str:
    """Return a name in Latin letters."""
    return "".join(_LATIN.get(letter, "") for letter in text.lower().replace("ё", "е"))


def people(count: int, seed: int = 11) -> Iterator[dict[str, Any]]:
    """Yield the values of `count` persons; surnames follow Zipf, as they do in life."""
    draw = random.Random(seed)
    families = surnames(150_000, draw)
    english = [latin(name).capitalize() for name in families]
    for number in range(count):
        # half bear one of few frequent names, half one of very many
        frequent = min(int(draw.paretovariate(0.45)) - 1, len(families) - 1)
        at = frequent if number % 4 < 2 else draw.randrange(len(families))
        russian = number % 2 == 0
        first = draw.choice(RUSSIAN if russian else ENGLISH)
        family = families[at] if russian else english[at]
        if russian and first[-1] in "аяь" and family.endswith(("ов", "ев", "ин")):
            family += "а"
        names = [latin(name) if russian else name.lower() for name in (first, family)]
        local = draw.choice((".".join(names), f"{names[1]}{draw.randrange(99)}", f"{names[0][0]}{names[1]}"))
        digits = f"{draw.choice(CODES)}{draw.randrange(10**7):07}"
        home = f"8 ({digits[:3]}) {digits[3:6]}-{digits[6:8]}-{digits[8:]}"
        yield {
            "kind": "person",
            "name": f"{family} {first}" if russian else f"{first} {family}",
            "email": f"{local}{number}@{draw.choice(DOMAINS)}",
            "phone": home if number % 3 else f"+1 415 {digits[3:6]} {digits[6:]}",
        }
