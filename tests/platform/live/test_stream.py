"""The stream itself, over a real connection, on a database whose transactions commit."""

import http.client
import json
import time
from contextlib import ExitStack, contextmanager

import pytest
from django.contrib.sessions.backends.db import SessionStore

from setpoint.domains.sales.operations import deals
from setpoint.journal.followers import catch_up
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.models import User
from setpoint.platform.live import hub, stream
from setpoint.platform.live.reading import latest
from setpoint.platform.live.tokens import issue
from setpoint.platform.models import LiveEvent
from tests.cast import make_cast
from tests.live_stream import streaming
from tests.processes.conftest import free_port


@pytest.fixture
def port(live_db, monkeypatch):
    chosen = free_port()
    with streaming(chosen):
        yield chosen


@contextmanager
def listening(port: int, token: str, **headers: str):
    wire = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    wire.request("GET", f"/live/events?token={token}", headers=headers)
    answer = wire.getresponse()
    yield answer
    wire.close()


def next_event(answer: http.client.HTTPResponse) -> tuple[int, list[str]]:
    number = 0
    while True:
        line = answer.readline().decode().strip()
        if line.startswith("id: "):
            number = int(line[4:])
        if line.startswith("data: "):
            return number, json.loads(line[6:])


def open_deal(cast, owner):
    return deals.create(
        name="Shed",
        owner=owner,
        pipeline=cast.pipeline,
        stage=cast.stages[0],
        product=cast.shed,
        amount=480_000,
        currency="USD",
        by=SYSTEM,
    )


def test_a_browser_hears_what_it_may_see_and_catches_up_after_a_break(port: int):
    cast = make_cast()
    catch_up(["live"])
    before = latest()
    with listening(port, issue(cast.sara)) as answer:
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        assert answer.readline() == b"retry: 1000\n"
        open_deal(cast, cast.nora)
        deal = open_deal(cast, cast.sara)
        catch_up(["live"])
        number, told = next_event(answer)
    assert told == [f"sales.deal:{deal.pk}"]

    missed = open_deal(cast, cast.sara)
    catch_up(["live"])
    with listening(port, issue(cast.sara), **{"Last-Event-ID": str(number)}) as answer:
        assert next_event(answer)[1] == [f"sales.deal:{missed.pk}"]
    assert number > before


def test_every_fact_is_heard_within_a_second(port: int):
    cast = make_cast()
    catch_up(["live"])
    waited = []
    with listening(port, issue(cast.sara)) as answer:
        assert answer.readline() == b"retry: 1000\n"
        for _ in range(5):
            deal = open_deal(cast, cast.sara)
            catch_up(["live"])
            committed = time.monotonic()
            assert next_event(answer)[1] == [f"sales.deal:{deal.pk}"]
            waited.append(time.monotonic() - committed)
            # PostgreSQL calls while nobody looks: the listener is asleep by now
            time.sleep(0.2)
    assert max(waited) < 1, waited


def test_postgresql_calls_where_nobody_asks(port: int, monkeypatch):
    """For a minute nobody looks; SQLite has no call and is looked at."""
    monkeypatch.setattr(hub, "LISTEN_SECONDS", 60)
    cast = make_cast()
    catch_up(["live"])
    with listening(port, issue(cast.sara)) as answer:
        assert answer.readline() == b"retry: 1000\n"
        for _ in range(3):
            # by now the listener sleeps
            time.sleep(0.5)
            deal = open_deal(cast, cast.sara)
            catch_up(["live"])
            committed = time.monotonic()
            assert next_event(answer)[1] == [f"sales.deal:{deal.pk}"]
            assert time.monotonic() - committed < 1
    # the last call sends it home
    hub.LISTEN_SECONDS = 0.3
    open_deal(cast, cast.sara)
    catch_up(["live"])


def test_pages_of_our_hosts_may_listen_from_their_port_and_others_may_not(port: int):
    cast = make_cast()
    for origin, allowed in (("http://localhost:8080", "http://localhost:8080"), ("https://stranger.example", None)):
        with listening(port, issue(cast.sara), Origin=origin) as answer:
            assert (answer.status, answer.headers["Access-Control-Allow-Origin"]) == (200, allowed)


def test_without_a_pass_there_is_no_stream(port: int):
    with listening(port, "forged") as answer:
        assert (answer.status, answer.read()) == (403, b"403")


def test_a_stream_ends_soon_after_its_session(port: int, monkeypatch):
    monkeypatch.setattr(stream, "ALIVE_SECONDS", 0.05)
    monkeypatch.setattr(stream, "VALID_SECONDS", 0.1)
    cast, session = make_cast(), SessionStore()
    session.create()
    with listening(port, issue(cast.sara, session.session_key)) as answer:
        assert answer.readline() == b"retry: 1000\n"
        assert answer.readline() == b"\n"
        assert answer.readline() == b": alive\n"
        session.delete()
        # what comes after the last line is the end
        assert set(answer.read().splitlines()) <= {b"", b": alive"}
    assert stream.VALID_SECONDS + stream.ALIVE_SECONDS < 60


@pytest.mark.long
def test_two_hundred_people_hear_of_one_change(port: int):
    cast = make_cast()
    people = User.objects.bulk_create(
        User(name=f"Person {number}", email=f"person{number}@tidewater.example", role=cast.olga.role)
        for number in range(200)
    )
    catch_up(["live"])
    with ExitStack() as held:
        answers = [held.enter_context(listening(port, issue(person))) for person in people]
        assert {answer.readline() for answer in answers} == {b"retry: 1000\n"}
        deal = open_deal(cast, cast.sara)
        catch_up(["live"])
        assert [next_event(answer)[1] for answer in answers] == [[f"sales.deal:{deal.pk}"]] * 200


def test_who_was_away_for_longer_than_events_are_kept_looks_at_everything(port: int):
    cast = make_cast()
    for _ in range(3):
        open_deal(cast, cast.sara)
    catch_up(["live"])
    last = latest()
    LiveEvent.objects.filter(pk__lt=last).delete()
    with listening(port, issue(cast.sara), **{"Last-Event-ID": "1"}) as answer:
        assert next_event(answer) == (last, ["*"])
