"""Names become comparable: whatever the alphabet, the order, the legal form or the registrar's spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setpoint.analysis.duplicates.words import latin, organisation, person


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Иван Иванов", "Ivanov Ivan"),
        ("Иванов Иван Петрович", "Иван Петрович Иванов"),
        ("Шмидт Александр", "Alexander Schmidt"),
        ("Семён Королёв", "СЕМЕН КОРОЛЕВ"),
        ("José Núñez", "Jose Nunez"),
    ],
)
def test_one_person_in_two_spellings_has_one_name(one: str, other: str) -> None:
    assert person(one).text == person(other).text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Юлия Кузнецова", "Julia Kuznecova"),
        ("Евгений Фёдоров", "Yevgeny Fyodorov"),
        ("Сергей Иванов", "Sergej Ivanoff"),
    ],
)
def test_what_passports_spell_differently_sounds_the_same(one: str, other: str) -> None:
    assert person(one).sound == person(other).sound


def test_a_patronymic_stands_apart_whatever_the_order() -> None:
    assert person("Абрамов Роман Аркадьевич").patronymic == "arkadevich"
    assert person("Роман Аркадьевич Абрамович").words == ("abramovich", "roman")
    assert person("Анна Сергеевна Ким").patronymic == "sergeevna"
    assert person("Leonid Rabinovich").patronymic == ""


def test_initials_shorten_a_name_that_can_be_recognised() -> None:
    assert person("И. И. Петров").initials == person("Иван Иванович Петров").initials == "ip petrov"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ООО «Ромашка»", "Romashka"),
        ("О.О.О. Ромашка", "ЗАО РОМАШКА"),
        ("Oak & Sons Ltd.", "OAK SONS LIMITED"),
        ("Müller GmbH & Co. KG", "Muller"),
        ("Общество с ограниченной ответственностью «Сад и дом»", "Сад и Дом, ООО"),
        ("Azienda S.p.A.", "azienda spa"),
    ],
)
def test_a_legal_form_is_no_part_of_a_name(one: str, other: str) -> None:
    assert organisation(one).text == organisation(other).text


def test_a_name_of_nothing_but_a_legal_form_keeps_it() -> None:
    assert organisation("Группа компаний").words == ("gruppa", "kompany")


@given(st.text(max_size=60))
def test_any_text_is_made_comparable_once_and_for_all(text: str) -> None:
    for name in (person(text), organisation(text)):
        assert list(name.words) == sorted(name.words)
    assert latin(latin(text)) == latin(text)
