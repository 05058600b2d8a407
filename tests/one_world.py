"""One set-up for many tests: what each does is taken back, in the database and in the objects that it held."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import pytest
from django.db import models, transaction

from tests.cast import IN_WORLD, Cast, make_cast

# what turns a new company into a world
Build = Callable[[Cast], Any]


def one_world(build: Build) -> Any:
    """Make a fixture of a set-up that is too dear to be made for every test.

    `build` is given the cast and returns what the fixture is worth. Tests that follow one another share what it wrote;
    each gets copies of cast and worth of its own.
    """

    def fixture(request: pytest.FixtureRequest, cast: Cast) -> Any:
        # of two worlds in one test the second is made on top of the first
        return request.node.stash[IN_WORLD][1] if HELD.build is build else build(cast)

    fixture.build, fixture.__doc__ = build, build.__doc__
    return pytest.fixture(name=build.__name__)(fixture)


@dataclass
class Worlds:
    """At most one world is there at a time."""

    blocker: Any = None
    build: Build | None = None
    made: tuple[Cast, Any] | None = None
    way_out: ExitStack | None = None

    def enter(self, build: Build) -> tuple[Cast, Any]:
        """Make the world that is wanted, unless it is there; return copies of its cast and its worth."""
        if self.build is not build:
            self.leave()
            self.way_out = ExitStack()
            self.way_out.enter_context(a_world(self.blocker))
            cast = make_cast()
            self.made = cast, build(cast)
            self.build = build
        return deepcopy(self.made)

    def leave(self) -> None:
        """Take everything back."""
        if self.way_out:
            self.way_out.close()
        self.build = self.made = self.way_out = None


HELD = Worlds()


def _wanted(item: pytest.Item) -> Build | None:
    found = getattr(item, "_fixtureinfo", None)
    definitions = found.name2fixturedefs.values() if found else ()
    return next((build for each in definitions if (build := getattr(each[-1].func, "build", None))), None)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave a world before anything is set up for a test of another."""
    if HELD.build is not _wanted(item):
        HELD.leave()


@pytest.fixture(scope="session")
def worlds(template_database: None, django_db_blocker: Any) -> Iterator[Worlds]:
    """Worlds go before the database does."""
    HELD.blocker = django_db_blocker
    yield HELD
    HELD.leave()


@pytest.fixture(autouse=True)
def world_of_test(request: pytest.FixtureRequest) -> None:
    """Enter the world that a test wants before its transaction begins."""
    build = _wanted(request.node)
    if build:
        request.node.stash[IN_WORLD] = request.getfixturevalue("worlds").enter(build)


@contextmanager
def a_world(blocker: Any) -> Iterator[None]:
    """Open the database for a set-up that goes when its tests are over. `blocker`: pytest-django's."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def taken_back(call: Callable[[], object]) -> Iterator[None]:
    """Take back what is written meanwhile, and what it did to the rows that `call` holds."""
    held: dict[int, tuple[models.Model, dict[str, Any]]] = {}
    for row in _rows((cell.cell_contents for cell in call.__closure__ or ()), set()):
        held[id(row)] = row, _kept(row)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    for row, kept in held.values():
        row.__dict__.clear()
        row.__dict__.update(kept)


def _kept(row: models.Model) -> dict[str, Any]:
    kept = dict(row.__dict__)
    state = kept["_state"] = type(row._state)()
    state.__dict__.update(row._state.__dict__, fields_cache=dict(row._state.fields_cache))
    return kept


def _rows(values: Iterable[object], seen: set[int]) -> Iterator[models.Model]:
    for value in values:
        if isinstance(value, models.Model):
            if id(value) in seen:
                continue
            seen.add(id(value))
            yield value
            # rows that came with it
            yield from _rows(value._state.fields_cache.values(), seen)
        elif isinstance(value, (list, tuple)):
            yield from _rows(value, seen)
        elif is_dataclass(value) and not isinstance(value, type):
            yield from _rows((getattr(value, each.name) for each in fields(value)), seen)
