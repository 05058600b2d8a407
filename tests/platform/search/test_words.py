"""The normaliser: whatever notation a telephone, a layout or a word is written in, it means the same."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from setpoint.platform.search.asking import readings
from setpoint.platform.search.highlighting import pieces
from setpoint.platform.search.kinds import Sort
from setpoint.platform.search.layouts import other_alphabet, other_layout
from setpoint.platform.search.names import asked_beginning, beginnings, names_of, with_beginnings
from setpoint.platform.search.phones import asked_phone, phone_keys
from setpoint.platform.search.words import asked_words, stems, words

RUSSIAN = st.text("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", min_size=1, max_size=12)
LATIN = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)
SEPARATORS = st.lists(st.sampled_from(["", " ", "-", ".", " ("]), min_size=20, max_size=20)


def written(digits: str, separators: list[str]) -> str:
    return "".join(digit + between for digit, between in zip(digits, separators, strict=False))


@given(st.integers(9_000_000_000, 9_999_999_999), SEPARATORS, st.sampled_from(["8", "+7", "7", "007", ""]))
def test_a_russian_number_is_found_in_any_notation(number: int, separators: list[str], before: str) -> None:
    keys = phone_keys(f"+7{number}", "RU")
    assert phone_keys(f"8{number}", "RU") == keys
    asked = asked_phone(before + written(str(number), separators).rstrip(), "RU")
    assert any(key.startswith(tuple(asked)) for key in keys)


@given(st.sampled_from(["GB", "DE", "FR", "US", "KZ", "UA", "IT"]), st.integers(4, 8))
def test_any_countrys_number_is_found_as_it_is_written_there_and_abroad_and_by_its_end(country: str, end: int) -> None:
    example = phonenumbers.example_number(country)
    keys = phone_keys(phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164), "RU")
    for style in (phonenumbers.PhoneNumberFormat.INTERNATIONAL, phonenumbers.PhoneNumberFormat.NATIONAL):
        asked = asked_phone(phonenumbers.format_number(example, style), country)
        assert any(key.startswith(tuple(asked)) for key in keys), (example, style)
    asked = asked_phone(str(example.national_number)[-end:], country)
    assert any(key.startswith(tuple(asked)) for key in keys)


@given(st.text(max_size=60))
def test_nothing_that_can_be_written_breaks_a_question_or_the_index(text: str) -> None:
    for country in ("RU", "US"):
        readings(text, country)
        for sort in Sort:
            assert all(names_of(text, sort, country))
    assert "".join(piece.text for piece in pieces(text, words(text))) == text


@given(RUSSIAN)
def test_the_other_layout_is_its_own_way_back(text: str) -> None:
    assert other_layout(other_layout(text)) == text


@given(st.text("абвгдеёжзийклмнопрстуфхцчшщъыьэюя ", max_size=30))
def test_a_text_stands_under_the_same_words_in_any_case_and_with_or_without_yo(text: str) -> None:
    assert words(text.upper()) == words(text) == words(text.replace("ё", "е")) == words(f"«{text}»")


@given(st.one_of(RUSSIAN, LATIN))
def test_a_word_is_found_by_each_of_its_beginnings(word: str) -> None:
    (folded,) = words(word)
    names = sorted(with_beginnings([folded]))
    for size in range(1, len(folded) + 1):
        where = asked_beginning(folded[:size])
        if isinstance(where, str):
            assert where in names
        else:
            assert where[0] <= folded < where[1]


@pytest.mark.parametrize(
    ("typed", "meant"), [("bdfyjd", "иванов"), ("шмфтщм", "ivanov"), ("k.,jdm", "любовь"), ("Gtnh", "Петр")]
)
def test_keys_of_the_other_layout(typed: str, meant: str) -> None:
    assert other_layout(typed) == meant


@pytest.mark.parametrize(
    ("latin", "russian"),
    [("ivanov", "иванов"), ("shchukin", "щукин"), ("sergey", "сергей"), ("maya", "мая"), ("khodor", "ходор")],
)
def test_sounds_of_the_other_alphabet(latin: str, russian: str) -> None:
    assert other_alphabet(latin) == russian


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("сделок", "сделка"),
        ("людей", "человек"),
        ("окон", "окно"),
        ("ивановым", "иванов"),
        ("счета", "счет"),
        ("deliveries", "deliveri"),
        ("sheds", "shed"),
    ],
)
def test_basic_forms(word: str, form: str) -> None:
    assert stems(word)[0] == form


def test_words_with_digits_have_no_basic_form() -> None:
    assert stems("gtx500") == ()


def test_apostrophes_and_accents() -> None:
    assert words("José O’Brien") == ["jose", "o", "brien", "obrien"]
    assert asked_words("o'brien") == ["obrien"]
    assert words("Йошкар-Ола") == ["йошкар", "ола"]


def test_beginnings_of_marked_names_are_not_listed() -> None:
    assert [beginnings(name) for name in ("@a@b.example", "<9876", "=дом")] == [[], [], []]
    assert beginnings("9123456789") == ["9*", "91*", "912*", "9123*", "91234*", "912345*"]


@pytest.mark.parametrize(
    ("text", "asked", "marked"),
    [
        ("Иванов Фёдор", {"ив", "фед"}, ["Ив", "Фёд"]),
        ("Поставка досок", {"доска"}, ["досок"]),
        ("Cedar boathouse", {"house"}, ["boathouse"]),
        ("Oak & Sons", {"elm"}, []),
    ],
)
def test_what_was_found_is_marked(text: str, asked: set[str], marked: list[str]) -> None:
    assert [piece.text for piece in pieces(text, asked) if piece.found] == marked
