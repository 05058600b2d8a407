"""What people change about themselves and the company leaves facts, old value and new."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from setpoint.journal.models import Fact
from setpoint.kernel import preferences
from setpoint.kernel.actors import SYSTEM, Actor
from tests.cast import Cast


def told(kind: str) -> list[tuple[str, dict, dict]]:
    return list(Fact.objects.filter(kind=kind).order_by("pk").values_list("actor_label", "data", "changes"))


def test_a_person_changes_himself_and_the_fact_says_from_what_to_what(cast: Cast) -> None:
    preferences.change_person(cast.sara, {"language": "ru", "theme": "auto"}, by=Actor.of(cast.sara))
    cast.sara.refresh_from_db()
    assert cast.sara.language == "ru"
    assert told("kernel.user_changed") == [("Sara Stone", {"name": "Sara Stone"}, {"language": ["en", "ru"]})]


def test_what_stays_as_it_was_is_no_news(cast: Cast) -> None:
    preferences.change_person(cast.sara, {"language": "en"}, by=Actor.of(cast.sara))
    preferences.change_company({"currency": "USD"}, by=SYSTEM)
    assert told("kernel.user_changed") == told("kernel.company_changed") == []


@pytest.mark.parametrize("values", [{"language": "xx"}, {"theme": "pink"}, {"name": ""}, {"role": "owner"}])
def test_a_wrong_value_is_refused_and_nothing_changes(cast: Cast, values: dict) -> None:
    with pytest.raises(ValidationError):
        preferences.change_person(cast.sara, values, by=Actor.of(cast.sara))
    cast.sara.refresh_from_db()
    assert (cast.sara.name, cast.sara.language, cast.sara.theme) == ("Sara Stone", "en", "auto")
    assert told("kernel.user_changed") == []


def test_a_seller_changes_neither_a_colleague_nor_the_company(cast: Cast) -> None:
    sara = Actor.of(cast.sara)
    for change in (
        lambda: preferences.change_person(cast.semyon, {"name": "Nobody"}, by=sara),
        lambda: preferences.change_company({"name": "Mine"}, by=sara),
    ):
        with pytest.raises(PermissionDenied):
            change()
    cast.semyon.refresh_from_db()
    cast.company.refresh_from_db()
    assert (cast.semyon.name, cast.company.name) == ("Semyon Sokolov", "Tidewater Sheds")


def test_the_owner_changes_the_company(cast: Cast) -> None:
    preferences.change_company({"country": "DE", "currency": "EUR"}, by=Actor.of(cast.olga))
    changes = {"country": ["US", "DE"], "currency": ["USD", "EUR"]}
    assert told("kernel.company_changed") == [("Olga Owen", {"name": "Tidewater Sheds"}, changes)]


def test_the_settings_page_goes_through_the_operation(cast: Cast, client) -> None:
    client.force_login(cast.sara)
    client.post("/settings", {"name": "Sara Stone-Hale", "language": "ru", "theme": "dark"})
    changes = {"name": ["Sara Stone", "Sara Stone-Hale"], "language": ["en", "ru"], "theme": ["auto", "dark"]}
    assert told("kernel.user_changed") == [("Sara Stone", {"name": "Sara Stone-Hale"}, changes)]
