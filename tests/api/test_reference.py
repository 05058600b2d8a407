"""The reference: made of the schema, it shows every operation, and every example works."""

import json

import pytest
from django.test import Client

from setpoint.api.openapi import openapi
from setpoint.api.reference.examples import EXAMPLES
from setpoint.api.reference.telling import operations_of, tags_of
from setpoint.api.urls import API
from tests.web.conftest import a_deal

SCHEMA = openapi(API)
TOLD = [one for tag in tags_of(SCHEMA) for one in operations_of(SCHEMA, tag)]
# what stands in a place of the path: what the cast has of it
OF = {"customers": "ivan", "deals": "deal", "products": "shed", "people": "sara", "teams": "north"}


@pytest.fixture
def reader(cast):
    browser = Client()
    browser.force_login(cast.olga)
    return browser


def test_the_index_lists_every_part(reader):
    page = reader.get("/reference").content.decode()

    assert all(f'href="/reference/{tag}"' in page for tag in tags_of(SCHEMA))


def test_an_operation_is_shown_with_what_it_takes(reader):
    page = reader.get("/reference/deals").content.decode()

    assert "<code>PUT /api/v1/deals/{deal}/competitors</code>" in page
    assert "Elm and Sons" in page
    assert reader.get("/reference/gardens").status_code == 404


def test_every_example_belongs_to_an_operation():
    assert EXAMPLES.keys() <= {one.name for one in TOLD}
    assert sum(bool(one.example) for one in TOLD) > 80


def test_every_example_that_changes_something_works(cast, olgas):
    wrong = []
    for one in TOLD:
        if one.name not in EXAMPLES:
            continue
        head, _gap, body = one.example.partition("\n\n")
        method, path = head.split()
        answer = olgas(method, _filled(path, cast).removeprefix("/api/v1"), json.loads(body))
        if answer.status_code not in {200, 201}:
            wrong.append((one.name, answer.content))
    assert wrong == []


def test_every_example_that_reads_works(cast, olgas):
    wrong = []
    for one in TOLD:
        if one.method != "GET":
            continue
        path = _filled(one.path, cast).removeprefix("/api/v1")
        answer = olgas("GET", path)
        # of what the company has none, nothing is told
        if answer.status_code != (404 if "999" in path else 200):
            wrong.append((one.path, answer.status_code))
    assert wrong == []


def _filled(path, cast):
    parts, found = path.split("/"), []
    for place, part in enumerate(parts):
        if not part.startswith("{"):
            found.append(part)
            continue
        name = OF.get(parts[place - 1], "")
        record = a_deal(cast) if name == "deal" else getattr(cast, name, None)
        found.append(str(record.pk) if record else "999")
    return "/".join(found)
