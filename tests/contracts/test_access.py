"""Every address, asked by everybody, answers as the table says; an address that the table does not name fails."""

import inspect

import pytest
from django.urls import resolve

from tests.contracts.access import API, PEOPLE, Row, Scene, build, read_table, routes
from tests.loop.bench import Bench

# some thousands of requests, whose answers are told by the policy layer's own tests on both databases too
pytestmark = pytest.mark.long_on_postgresql

FORM_METHODS = {"POST", "DELETE"}
# where programs and devices ask
PROGRAMS = (API, "/dav/", "/.well-known/")


@pytest.fixture
def scene(bench: Bench, settings, tmp_path) -> Scene:
    settings.HOME, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    return build(bench)


def accepted(scene: Scene, row: Row) -> set[str]:
    """The methods that a view takes: those that it names when asked for one that nobody has, else all."""
    view = resolve(scene.address_of(row).partition("?")[0]).func
    answer = scene.browsers["administrator"].generic("PROPFIND", scene.address_of(row))
    named = set(answer.headers["Allow"].split(", ")) if answer.status_code == 405 else {"GET", "POST"}
    deletes = {"DELETE"} if "verb(request)" in inspect.getsource(inspect.unwrap(view)) else set()
    of_programs = {"PATCH", "PUT"} if row.address.startswith(API) else set()
    return {method for method in named | deletes if method in {"GET", "POST", "DELETE"} | of_programs}


def test_every_address_is_in_the_table_with_every_method_that_it_takes(scene: Scene) -> None:
    told: dict[str, set[str]] = {}
    taken: dict[str, set[str]] = {}
    for row in read_table():
        route = scene.route_of(row).route
        told.setdefault(route, set()).update(row.methods)
        if route not in taken:
            taken[route] = accepted(scene, row)
    assert {route: taken.get(route, set()) for route in routes()} == {route: told.get(route) for route in routes()}


@pytest.mark.parametrize("person", PEOPLE)
def test_everybody_gets_what_the_table_says_and_who_is_refused_changes_nothing(scene: Scene, person: str) -> None:
    wrong = []
    for row in read_table():
        expected = row.expected[PEOPLE.index(person)]
        for method in row.methods:
            came = scene.ask(person, method, row)
            if came != expected:
                wrong.append(f"line {row.line}: {method} {row.address}: {came}, not {expected}")
    assert wrong == []


def test_a_form_without_its_token_is_refused_at_every_address(scene: Scene) -> None:
    for row in read_table():
        if row.address.startswith(PROGRAMS):
            # no cookie opens it
            continue
        for method in FORM_METHODS.intersection(row.methods):
            assert (row.address, scene.ask("administrator", method, row, token=False)) == (row.address, "forged")
