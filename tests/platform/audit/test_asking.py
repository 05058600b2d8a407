"""The audit: who did what, when, from where, through which door; every filter, and pages that walk an index."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from setpoint.domains.customers.operations import parties
from setpoint.domains.sales.operations import deals
from setpoint.journal.forgetting import forget
from setpoint.journal.models import Fact
from setpoint.journal.reading import Told
from setpoint.journal.writing import retract
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.clock import machine_now
from setpoint.kernel.models import Grant
from setpoint.kernel.refs import Ref
from setpoint.platform.audit import asking
from setpoint.platform.audit.asking import Answered, Asked, ask, every
from setpoint.platform.audit.changes import Changed, changes_of
from setpoint.platform.audit.exports import tell_of_export
from tests.cast import Cast
from tests.web.conftest import a_deal

HERE = "192.0.2.7"


def says(told: Told) -> str:
    return told.sentence


def kinds(found: Answered) -> list[str]:
    return [told.fact.kind for told in found.rows]


def audit(cast: Cast, asked: Asked | None = None, **more: object) -> Answered:
    return ask(Actor.of(cast.olga), asked or Asked(), says=says, **more)


def test_a_change_tells_who_when_from_where_old_and_new(cast: Cast) -> None:
    by = Actor.of(cast.sara, origin=HERE)
    deal = a_deal(cast)
    deals.change(deal, {"amount": 520_000}, by=by)
    (told,) = audit(cast, Asked(kind="sales.deal_changed")).rows
    assert changes_of(told) == [Changed("amount", 480_000, 520_000)]
    assert (told.fact.actor_id, told.fact.door, told.fact.origin) == (cast.sara.pk, "page", HERE)


def test_personal_values_are_told_until_they_are_erased(cast: Cast) -> None:
    parties.change(cast.ivan, {"email": "ivan@oak.example"}, by=SYSTEM)
    asked = Asked(record=Ref("customers.party", cast.ivan.pk), kind="customers.changed")
    (told,) = audit(cast, asked).rows
    assert changes_of(told) == [Changed("email", "ivan@petrov.example", "ivan@oak.example")]
    forget(cast.ivan.pk, by=SYSTEM)
    (told,) = audit(cast, asked).rows
    assert changes_of(told) == [Changed("email", "erased", "erased")]


def test_each_filter_narrows(cast: Cast) -> None:
    deal = a_deal(cast)
    deals.touch_many([deals.Touch(deal.pk, "call", machine_now())], by=Actor.of(cast.sara))
    deals.change(deal, {"amount": 1}, by=Actor.of(cast.henry, door="api"))
    assert kinds(audit(cast, Asked(person=cast.sara.pk))) == ["sales.deal_touched"]
    assert kinds(audit(cast, Asked(door="api"))) == ["sales.deal_changed"]
    about = Asked(record=Ref("sales.deal", deal.pk))
    assert kinds(audit(cast, about)) == ["sales.deal_changed", "sales.deal_touched", "sales.deal_opened"]
    with_customer = Asked(record=Ref("customers.party", cast.oak.pk))
    assert kinds(audit(cast, with_customer)) == [*kinds(audit(cast, about)), "customers.created"]
    assert kinds(audit(cast, Asked(field="amount"))) == ["sales.deal_changed"]
    assert kinds(audit(cast, Asked(words="ПЕТРОВ IVAN"))) == []
    assert kinds(audit(cast, Asked(words="petrov IVAN"))) == ["customers.created"]
    assert kinds(audit(cast, Asked(since=machine_now() + timedelta(minutes=1)))) == []
    assert kinds(audit(cast, Asked(until=machine_now() - timedelta(minutes=1)))) == []


def test_pages_follow_each_other_without_a_gap(cast: Cast) -> None:
    rows, after = [], ""
    while True:
        page = audit(cast, after=after, size=3)
        rows += [told.fact.pk for told in page.rows]
        after = page.after
        if not after:
            break
    assert rows == list(Fact.objects.order_by("-recorded_at", "-pk").values_list("pk", flat=True))


def test_words_are_looked_for_so_far_back_at_a_time_and_the_page_says_so(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "LOOKED_THROUGH", 2)
    monkeypatch.setattr(asking, "CHUNK", 3)
    pages = [audit(cast, Asked(words="pipeline"))]
    while pages[-1].after:
        assert pages[-1].back_to is not None
        pages.append(audit(cast, Asked(words="pipeline"), after=pages[-1].after))
    assert [kind for page in pages for kind in kinds(page)] == ["sales.pipeline_created"]
    assert len(pages) > 1
    told = every(Actor.of(cast.olga), Asked(words="pipeline"), says=says)
    assert [one.fact.kind for one in told] == ["sales.pipeline_created"]


def test_what_was_taken_back_and_what_is_gone_is_audited_too(cast: Cast) -> None:
    deal = a_deal(cast)
    retract(Fact.objects.filter(about_kind="sales.deal").values_list("pk", flat=True), by=SYSTEM, reason="import")
    number = deal.pk
    deal.delete()
    found = audit(cast, Asked(record=Ref("sales.deal", number)))
    assert kinds(found) == ["journal.retracted", "sales.deal_opened"]


def test_without_the_right_nothing_is_shown_and_with_a_lesser_one_what_one_sees(cast: Cast) -> None:
    a_deal(cast)
    a_deal(cast, owner=cast.nora)
    with pytest.raises(PermissionDenied):
        ask(Actor.of(cast.sara), Asked(), says=says)
    Grant.objects.create(role=cast.sara.role, kind="platform.audit", action="see", scope="own")
    assert len(ask(Actor.of(cast.sara), Asked(kind="sales.deal_opened"), says=says).rows) == 1
    assert len(audit(cast, Asked(kind="sales.deal_opened")).rows) == 2


def test_an_export_is_a_fact(cast: Cast) -> None:
    tell_of_export("sales.deal", by=Actor.of(cast.sara), asked={"state": "won"})
    (told,) = audit(cast, Asked(kind="platform.exported")).rows
    assert told.sentence == "Sara Stone took sales.deal out as a file (csv)"
    assert told.fact.data["asked"] == {"state": "won"}


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        (Asked(), "recorded"),
        (Asked(person=1), "actor"),
        (Asked(kind="sales.deal_won"), "kind"),
        (Asked(door="api"), "door"),
        (Asked(record=Ref("sales.deal", 1)), "about"),
    ],
)
def test_a_page_walks_an_index(cast: Cast, asked: Asked, index: str) -> None:
    rows = asking._beyond(asking._walked(Actor.of(cast.olga), asked), f"{machine_now().isoformat()}_7")[:51]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # on a handful of rows a walk would be cheaper, on a million it is not
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
        sql, params = rows.query.sql_with_params()
        cursor.execute(("EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ") + sql, params)
        plan = "\n".join(str(row) for row in cursor.fetchall())
    assert f"fact_{index}" in plan or f"{index}_" in plan, plan
    assert "SCAN journal_fact\n" not in plan
    if index != "about":
        assert "TEMP B-TREE" not in plan, plan
