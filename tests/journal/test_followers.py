"""Followers read in commit order and handle a fact once, even when killed between any two steps."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, connections, models, transaction

from setpoint.domains.customers.operations import parties
from setpoint.journal import followers
from setpoint.journal.models import Cursor, Fact
from setpoint.journal.writing import retract
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.clock import set_company_time
from tests.cast import MONDAY

seen: list[str] = []


@contextmanager
def a_follower(handler: followers.Handler, batch: int = 2) -> Iterator[str]:
    """Register a follower for one test."""
    followers.follower("test", batch=batch)(handler)
    try:
        yield "test"
    finally:
        del followers.FOLLOWERS["test"]


def note(facts: list[Fact]) -> None:
    seen.extend(fact.data["name"] for fact in facts)


def an_organisation(name: str) -> None:
    parties.create(kind="organisation", name=name, by=SYSTEM)


def test_every_fact_is_handled_once_in_order(db):
    seen.clear()
    for name in ("Oak", "Elm", "Ash"):
        an_organisation(name)
    with a_follower(note) as name:
        assert followers.catch_up([name]) == 3
        an_organisation("Fir")
        assert followers.catch_up([name]) == 1
    assert seen == ["Oak", "Elm", "Ash", "Fir"]


def test_a_follower_that_skips_reads_only_what_comes_after(db):
    seen.clear()
    an_organisation("Oak")
    with a_follower(note) as name:
        followers.skip(name)
        followers.skip(name)
        an_organisation("Fir")
        assert followers.catch_up([name]) == 1
    assert seen == ["Fir"]


def test_a_transaction_that_commits_late_is_not_skipped(live_db):
    """The late one takes its place in the journal first, and commits last."""
    if connection.vendor == "sqlite":
        one_writer_waits_for_the_other()
        return
    seen.clear()
    set_company_time(MONDAY, rate=0)
    written, may_commit = threading.Event(), threading.Event()

    def late() -> None:
        with transaction.atomic():
            an_organisation("Late")
            written.set()
            may_commit.wait(10)
        connections.close_all()

    thread = threading.Thread(target=late)
    thread.start()
    written.wait(10)
    an_organisation("Prompt")
    with a_follower(note) as name:
        followers.catch_up([name])
        assert seen == []  # nothing above the oldest running transaction is read yet
        may_commit.set()
        thread.join(10)
        followers.catch_up([name])
    assert seen == ["Late", "Prompt"]


def one_writer_waits_for_the_other() -> None:
    """SQLite has one writer: the second begins when the first has committed, so ids are in commit order."""
    seen.clear()
    set_company_time(MONDAY, rate=0)
    began, may_commit = threading.Event(), threading.Event()

    def first() -> None:
        with transaction.atomic():
            an_organisation("First")
            began.set()
            may_commit.wait(10)
        connections.close_all()

    def second() -> None:
        began.wait(10)
        an_organisation("Second")
        connections.close_all()

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    for thread in threads:
        thread.start()
    began.wait(10)
    with a_follower(note) as name:
        assert list(Fact.objects.all()) == []
        may_commit.set()
        for thread in threads:
            thread.join(10)
        followers.catch_up([name])
    assert seen == ["First", "Second"]


STEPS = ("before_handling", "after_handling", "before_cursor")


def follow_and_die(live: str, step: str) -> None:
    """Run one batch in a process of its own that kills itself at `step`."""
    connections.close_all()
    connection.settings_dict["NAME"] = live

    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def handle(facts: list[Fact]) -> None:
        if step == "before_handling":
            die()
        copy_names(facts)
        if step == "after_handling":
            die()

    if step == "before_cursor":
        models.signals.pre_save.connect(lambda **_: die(), sender=Cursor, weak=False)
    followers.follower("test", batch=2)(handle)
    followers.step("test")


def copy_names(facts: list[Fact]) -> None:
    """The effect under test: one row for each fact handled."""
    with connection.cursor() as cursor:
        for fact in facts:
            cursor.execute("INSERT INTO copied (name) VALUES (%s)", [fact.data["name"]])


@pytest.mark.parametrize("step", STEPS)
def test_a_follower_killed_between_any_two_steps_does_nothing_twice(live_db, step):
    set_company_time(MONDAY, rate=0)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE copied (name varchar(50))")
    for name in ("Oak", "Elm", "Ash"):
        an_organisation(name)
    Cursor.objects.create(follower="test")
    connections.close_all()

    process = multiprocessing.get_context("fork").Process(target=follow_and_die, args=(live_db, step))
    process.start()
    process.join(20)
    assert process.exitcode == -signal.SIGKILL

    with a_follower(copy_names) as name:
        followers.catch_up([name])
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM copied")
        assert [row[0] for row in cursor.fetchall()] == ["Oak", "Elm", "Ash"]


def test_a_retraction_takes_a_fact_back_once(cast):
    fact = Fact.objects.get(kind="customers.created", about_id=cast.oak.pk)
    assert retract([fact.pk], by=SYSTEM, reason="import undone") == 1
    assert retract([fact.pk], by=SYSTEM, reason="import undone") == 0
    assert not Fact.objects.standing().filter(pk=fact.pk).exists()
    assert Fact.objects.filter(pk=fact.pk).exists()
