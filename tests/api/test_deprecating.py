"""What will go says so: in the schema, and in every answer of its address."""

from datetime import date

import pytest
from django.test import Client

from setpoint.api.deprecating import GOING, Going
from tests.web.conftest import a_deal

TOUCHES = ("POST", "deals/{}/touches")


@pytest.fixture
def going(monkeypatch) -> Going:
    """Let the touches of deals go on the first of June."""
    found = Going(date(2026, 12, 1), date(2027, 6, 1), instead="/api/v1/activities")
    monkeypatch.setitem(GOING, TOUCHES, found)
    return found


def test_answers_tell_since_when_and_until_when(cast, olgas, going):
    deal = a_deal(cast)

    answer = olgas("POST", f"/deals/{deal.pk}/touches", {"kind": "note", "text": "Oak"})

    assert answer.status_code == 201
    assert answer.headers["Deprecation"] == "@1796083200"
    assert answer.headers["Sunset"] == "Tue, 01 Jun 2027 00:00:00 GMT"
    assert answer.headers["Link"] == '</api/v1/activities>; rel="successor-version"'


def test_what_stays_says_nothing(cast, olgas, going):
    assert "Deprecation" not in olgas("GET", "/deals").headers


def test_the_schema_marks_it(cast, going):
    paths = Client().get("/api/v1/openapi.json").json()["paths"]

    assert paths["/api/v1/deals/{number}/touches"]["post"]["deprecated"] is True
    assert "Goes on 2027-06-01." in paths["/api/v1/deals/{number}/touches"]["post"]["description"]
    assert "deprecated" not in paths["/api/v1/deals"]["get"]


def test_nothing_goes_within_half_a_year():
    with pytest.raises(ValueError, match="half a year"):
        Going(date(2026, 12, 1), date(2027, 1, 1))
