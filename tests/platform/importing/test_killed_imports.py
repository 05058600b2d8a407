"""A worker is killed (SIGKILL) again and again in the midst of an import: nothing is lost, nothing comes in twice."""

import io
import os
import signal
from collections import Counter
from collections.abc import Iterator
from itertools import count

import pytest
from django.db import connection, connections

from setpoint.domains.customers.models import ContactPoint, KeptCard, Party, PostalAddress, Relation
from setpoint.domains.sales.models import Deal
from setpoint.journal.models import Fact, PersonalValue
from setpoint.kernel import jobs
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import machine_now
from setpoint.kernel.jobs_worker import run_next, take_back
from setpoint.kernel.models import Job
from setpoint.platform.importing import running
from setpoint.platform.importing.uploads import Upload, upload
from setpoint.platform.models import ImportedRange, ImportRun, ImportState, RefusedRow
from tests.cast import make_cast
from tests.live_database import a_copy
from tests.platform.importing.helpers import HEADER, accept_all

ROWS = 330
WORKER = "killed"
PEOPLE = "Full name,Company,Email,Mobile phone,City,Comment\n" + "".join(
    f"Ash {n},Driftwood {n % 7},ash{n}@x.example,+1 503 555 {n:04},Portland,note {n}\n" for n in range(ROWS)
)
VCARDS = "".join(
    f"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:{n}\r\nFN:Ash {n}\r\nORG:Driftwood {n % 7}\r\nTEL:+1 503 555 {n:04}\r\n"
    f"X-COLOUR:{n}\r\nEND:VCARD\r\n"
    for n in range(ROWS)
)
DEALS = HEADER + "".join(f"K{n},Sara Stone,Cedar shed,Oak {n % 9},Engaging,2026-01-05,,\n" for n in range(ROWS))
FILES = {"people.csv": PEOPLE, "people.vcf": VCARDS, "deals.csv": DEALS}


def killed_before(statement: int) -> bool:
    """Let a worker process go on with the import that dies before its n-th statement; False when it did not die."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        numbers: Iterator[int] = count(1)

        def die(execute, sql, params, many, context):
            if next(numbers) == statement:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(die):
            while run_next(WORKER):
                pass
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def began(name: str) -> None:
    cast = make_cast()
    jobs.discover()
    olga = Actor.of(cast.olga)
    run = upload([Upload(name, io.BytesIO(FILES[name].encode()))], by=olga)
    accept_all(run, olga)
    Job.objects.all().delete()
    running.start(run, by=olga)


def outcome() -> dict[str, object]:
    tables = (Party, ContactPoint, PostalAddress, Relation, KeptCard, Deal, PersonalValue, RefusedRow)
    ranged = ImportedRange.objects.values_list("first", "last")
    return {
        **{table.__name__: table.objects.count() for table in tables},
        "facts": dict(Counter(Fact.objects.values_list("kind", flat=True))),
        "names": sorted(Party.objects.values_list("name", flat=True)),
        "files": list(ImportRun.objects.get().files.values_list("done", "created", "matched", "refused")),
        "state": ImportRun.objects.get().state,
        "remembered": sum(last - first + 1 for first, last in ranged),
    }


@pytest.mark.long
@pytest.mark.parametrize("name", FILES)
def test_an_import_killed_again_and_again_ends_as_one_that_was_left_in_peace(
    template_database, django_db_blocker, settings, tmp_path, name
) -> None:
    settings.HOME = tmp_path
    with a_copy(django_db_blocker):
        began(name)
        assert not killed_before(0)
        peace = outcome()
    assert peace["state"] == ImportState.DONE

    with a_copy(django_db_blocker):
        began(name)
        kills = 0
        # early, in the midst of chunks, between them: each time at another statement
        for statement in (3, 9, 17, 26, 34, 41, 53, 62, 75, 90, 110, 140, 180, 230, 300, 400):
            if not killed_before(statement):
                break
            kills += 1
            take_back(WORKER)
            # the pause before the next attempt has passed
            Job.objects.update(run_at=machine_now(), attempts=0)
        assert not killed_before(0)
        assert kills >= 4
        assert outcome() == peace
