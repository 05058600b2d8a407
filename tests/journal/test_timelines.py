"""A timeline is walked by an index, however many records there are and however much has happened."""

import pytest
from django.db import connection

from setpoint.domains.customers.operations import merges, parties
from setpoint.journal.reading import timeline
from setpoint.kernel.actors import SYSTEM, Actor
from tests.cast import Cast


def plan_of(facts) -> str:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # tables of a test fit into a page: what would be chosen among millions is what we ask for
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
    return facts.explain()


@pytest.mark.parametrize("who", ["henry", "sara"])
def test_facts_of_a_customer_are_found_by_him_and_whom_one_sees_is_asked_of_each(cast: Cast, who) -> None:
    plan = plan_of(timeline(Actor.of(getattr(cast, who)), customer=cast.ivan.pk)[:16])
    assert ("fact_customer" if connection.vendor == "sqlite" else "Index Cond: (customer_id =") in plan
    # a list of all whom somebody sees, which SQLite then looked every one of up
    assert "LIST SUBQUERY" not in plan


def test_facts_of_a_card_that_left_another_are_told_with_its_own(cast: Cast) -> None:
    other = parties.create(kind="organisation", name="Oak and Sons", by=SYSTEM)
    merged = merges.merge(cast.oak.pk, other.pk, by=SYSTEM)
    merges.undo(merged, by=SYSTEM)
    told = [fact.kind for fact in timeline(Actor.of(cast.henry), customer=other.pk)]
    assert told[-1] == "customers.created"
    assert "customers.split" in told
