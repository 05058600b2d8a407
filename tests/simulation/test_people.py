"""Names of simulated customers."""

import pytest

from setpoint.simulation.names import latin, pool
from setpoint.simulation.people import customer


def test_a_number_is_always_the_same_customer():
    assert customer(37, language="en", team=1) == customer(37, language="en", team=1)
    assert customer(37, language="en", team=1).email == "isabel.gibson.37@example.com"


def test_russian_women_bear_the_form_of_women():
    names = pool("ru")
    assert [names.of_women(name) for name in ("Соколов", "Белый", "Горький", "Ильин", "Муравьёв")] == [
        "Соколова",
        "Белая",
        "Горькая",
        "Ильина",
        "Муравьёва",
    ]
    assert pool("en").of_women("Green") == "Green"


@pytest.mark.parametrize("language", ["en", "ru"])
def test_addresses_are_all_different_and_nobody_s(language):
    emails = [customer(number, language=language).email for number in range(3000)]
    assert len(set(emails)) == 3000
    assert all(email.isascii() and email.endswith(("@example.com", "@example.org")) for email in emails)


def test_about_three_in_ten_ask_for_an_organisation():
    asked = [customer(number, language="en").organisation for number in range(3000)]
    assert 0.27 < sum(map(bool, asked)) / 3000 < 0.33


@pytest.mark.parametrize("language", ["en", "ru"])
def test_customers_live_in_the_territory_of_their_team(language):
    names = pool(language)
    assert {customer(n, language=language, team=0).city for n in range(500)} == set(names.north)
    assert {customer(n, language=language, team=1).city for n in range(500)} == set(names.south)


def test_a_russian_name_is_written_in_latin_for_an_address():
    assert latin("Семён Щербаков-Фёдоров") == "semenshcherbakovfedorov"
