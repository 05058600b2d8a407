"""A new installation: one page sets up company and administrator."""

import pytest
from django.test import Client

from setpoint.domains.sales.models import Stage
from setpoint.journal.models import Fact
from setpoint.kernel.models import Company, User

ANSWERS = {
    "name": "Tidewater Sheds",
    "language": "en",
    "country": "US",
    "currency": "USD",
    "time_zone": "America/New_York",
    "person": "Olga Owen",
    "email": "Olga.Owen@tidewater.example",
    "password": "cedar and larch",
}


@pytest.fixture
def visitor(db: None) -> Client:
    return Client()


def test_every_address_leads_to_the_first_page_until_there_is_a_company(visitor: Client) -> None:
    assert visitor.get("/settings").url == "/start"
    assert visitor.get("/start").status_code == 200


def test_setting_up_makes_the_company_its_administrator_and_a_pipeline(visitor: Client) -> None:
    answer = visitor.post("/start", ANSWERS)
    assert answer.url == "/welcome"
    assert visitor.get("/welcome").status_code == 200
    company, olga = Company.objects.get(), User.objects.get()
    assert (company.name, company.currency, company.time_zone) == ("Tidewater Sheds", "USD", "America/New_York")
    assert (olga.email, olga.role.key, olga.password[:7]) == ("olga.owen@tidewater.example", "administrator", "argon2$")
    assert list(Stage.objects.values_list("name", flat=True)) == ["Qualification", "Meeting", "Proposal", "Closing"]
    assert list(Fact.objects.order_by("pk").values_list("kind", flat=True)) == [
        "kernel.company_founded",
        "sales.pipeline_created",
        "kernel.signed_in",
    ]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"password": "short"}, "at least 10 characters"),
        ({"password": "1234567890"}, "too common"),
        ({"email": "olga"}, "valid email"),
        ({"name": " "}, "required"),
        ({"currency": "XXZ"}, "not one of the available choices"),
    ],
)
def test_a_wrong_answer_is_told_at_its_field_and_nothing_is_made(
    visitor: Client, wrong: dict[str, str], message: str
) -> None:
    answer = visitor.post("/start", ANSWERS | wrong)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert (Company.objects.count(), User.objects.count(), Fact.objects.count()) == (0, 0, 0)


def test_there_is_no_second_company(visitor: Client) -> None:
    visitor.post("/start", ANSWERS)
    assert visitor.post("/start", ANSWERS | {"name": "Another"}).url == "/"
    assert Company.objects.get().name == "Tidewater Sheds"
