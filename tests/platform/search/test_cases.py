"""What is found by what is written: one table, which both databases pass."""

import pytest

from setpoint.domains.customers.operations import parties
from setpoint.domains.sales.operations import deals
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.models import Company
from tests.cast import Cast
from tests.platform.search.helpers import found

IVANOV = "Иванов Фёдор"
SHCHUKIN = "Анна Щукина"
SMITH = "Margaret O'Brien-Smith"
JOSE = "José Álvarez"
TYPOGRAPHY = "ООО «Северная типография»"
BOATHOUSE = "Поставка досок для лодочного сарая"
DELIVERY = "Two boathouses delivered"


@pytest.fixture
def company(cast: Cast) -> Cast:
    """Tidewater Sheds in Russia, with customers of both alphabets."""
    Company.objects.update(country="RU")
    parties.create(
        kind="person", name=IVANOV, email="f.ivanov@severny-les.example", phone="8 (912) 345-67-89", by=SYSTEM
    )
    parties.create(kind="person", name=SHCHUKIN, phone="+44 20 7946 0958", by=SYSTEM)
    parties.create(kind="person", name=SMITH, email="Peggy_77@tide.example", by=SYSTEM)
    parties.create(kind="person", name=JOSE, by=SYSTEM)
    press = parties.create(kind="organisation", name=TYPOGRAPHY, sector="полиграфия", by=SYSTEM)
    for name, customer in ((BOATHOUSE, press), (DELIVERY, None)):
        deals.create(
            name=name,
            pipeline=cast.pipeline,
            stage=cast.stages[0],
            owner=cast.sara,
            customer=customer,
            product=cast.shed if customer is None else None,
            currency="USD",
            by=SYSTEM,
        )
    return cast


CASES: dict[str, dict[str, list[str]]] = {
    "names and parts of them": {
        "щ": [SHCHUKIN],
        "фё": [IVANOV],
        "фе": [IVANOV],
        "иванов": [IVANOV],
        "ИВАНОВ ФЁДОР": [IVANOV],
        "фед ива": [IVANOV],
        "типогр": [TYPOGRAPHY, BOATHOUSE],
        "пограф": [TYPOGRAPHY, BOATHOUSE],
        "jose alv": [JOSE],
        "Álvarez": [JOSE],
        "obrien": [SMITH],
        "o'brien": [SMITH],
        "smith marg": [SMITH],
    },
    "typing errors": {
        "ивонов": [IVANOV],
        "иавнов": [IVANOV],
        "иваанов": [IVANOV],
        "щукна": [SHCHUKIN],
        "margerat": [SMITH],
        "margerat smiht": [SMITH],
        "типаграфея": [TYPOGRAPHY, BOATHOUSE],
    },
    "e-mail": {
        "f.ivanov@severny-les.example": [IVANOV],
        "F.Ivanov@sev": [IVANOV],
        "severny-les": [IVANOV],
        "@tide.example": [SMITH],
        "peggy_77": [SMITH],
    },
    "telephone in any notation": {
        "+7 912 345-67-89": [IVANOV],
        "89123456789": [IVANOV],
        "7(912)345 67 89": [IVANOV],
        "912 345": [IVANOV],
        "8 912 34": [IVANOV],
        "+7912": [IVANOV],
        "345-67-89": [IVANOV],
        "67-89": [IVANOV],
        "020 7946 0958": [SHCHUKIN],
        "+44 (0)20 7946 0958": [SHCHUKIN],
        "0044 2079460958": [SHCHUKIN],
        "иванов 912345": [IVANOV],
    },
    "forms of a word": {
        "Иванову": [IVANOV],
        "Щукиной": [SHCHUKIN],
        "доска": [BOATHOUSE],
        "поставок": [BOATHOUSE],
        "лодочные сараи": [BOATHOUSE],
        "типографией": [TYPOGRAPHY, BOATHOUSE],
        "boathouse delivery": [DELIVERY],
        "deliveries": [DELIVERY],
    },
    "the other keyboard layout": {
        "bdfyjd": [IVANOV],
        "Bdfyjd A`ljh": [IVANOV],
        "oerb": [SHCHUKIN],
        "ьфкпфкуе": [SMITH],
        "шмфт зуекщм": ["Ivan Petrov"],
        "bdjyjd": [IVANOV],
    },
    "the other alphabet": {
        "ivanov fedor": [IVANOV],
        "shchukina": [SHCHUKIN],
        "алварез": [JOSE],
        "иван": [IVANOV, "Ivan Petrov"],
    },
    "deals by customer and product": {
        "cedar boat": [DELIVERY],
        "северная доски": [BOATHOUSE],
        "полиграфия": [TYPOGRAPHY],
    },
    "nothing": {"": [], "…": [], "%": [], "'; drop table": [], "кварцевый": [], "@": [], "+": [], "*": [], "=": []},
}


@pytest.mark.parametrize("sort", CASES)
def test_this_is_found_by_that(company: Cast, sort: str) -> None:
    assert {written: found(company.sara, written) for written in CASES[sort]} == CASES[sort]
