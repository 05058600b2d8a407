"""Who is told what: deviations as far up as their class asks, corrections to those who decide and whom they touch."""

import pytest
from django.utils.translation import override

from setpoint.analysis.classes import Admissibility
from setpoint.domains.sales.operations import deals
from setpoint.journal.followers import catch_up
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.deputies import name_deputy
from setpoint.kernel.models import User
from setpoint.loop.act.operations import execution
from setpoint.loop.control.models import Case
from setpoint.loop.control.operations import cases
from setpoint.loop.inform.models import Notice
from setpoint.loop.inform.operations import notices
from setpoint.loop.inform.queries import latest, unread_count
from setpoint.loop.inform.reactions import NAME
from tests.loop.bench import ORDER, REASSIGN, Bench


def told() -> dict[str, list[str]]:
    catch_up([NAME])
    found: dict[str, list[str]] = {}
    for notice in Notice.objects.select_related("user").order_by("kind", "user__name"):
        found.setdefault(notice.kind, []).append(notice.user.name)
    return found


def open_case(bench: Bench, kind: str, scope: int, admissibility: Admissibility) -> None:
    plan = bench.goals[0].version.plan
    case = Case(
        plan=plan,
        parameter="sales.revenue",
        scope_kind=kind,
        scope_id=scope,
        opened_at=company_now(),
        admissibility=admissibility,
        p_hit=0.41,
        gap=-20_000,
        money_at_risk=25_000,
    )
    cases.write([case], [], [], at=company_now(), by=SYSTEM)


@pytest.mark.parametrize(
    ("admissibility", "who"),
    [
        (Admissibility.YELLOW, ["Sara Stone"]),
        (Admissibility.ORANGE, ["Henry Hale", "Sara Stone"]),
        (Admissibility.RED, ["Henry Hale", "Olga Owen", "Sara Stone"]),
    ],
)
def test_a_deviation_goes_as_far_up_as_its_class_asks(bench: Bench, admissibility: Admissibility, who: list) -> None:
    open_case(bench, "owner", bench.cast.sara.pk, admissibility)
    assert told() == {"control.case": who}


def test_one_deviation_felt_by_many_is_one_message(bench: Bench) -> None:
    for seller in (bench.cast.sara, bench.cast.semyon):
        open_case(bench, "owner", seller.pk, Admissibility.ORANGE)
    told()
    (shown,) = latest(bench.cast.henry)
    assert shown.text == ("Revenue won, Q1 2026: 2 goals have left their tolerance, the latest with a chance of 41%")
    with override("ru"):
        (shown,) = latest(bench.cast.henry)
    assert shown.text.endswith("за допуск вышли 2 цели, вероятность последней 41\u00a0%")


def test_what_waits_is_told_to_the_head_and_not_to_those_who_cannot_decide(bench: Bench) -> None:
    bench.propose(REASSIGN)
    assert told() == {"act.waiting": ["Henry Hale"]}
    (shown,) = latest(bench.cast.henry)
    assert shown.text == "“Reassign open deals” waits for your decision: chance of the plan 16% → 22%"


def test_a_lever_that_acts_alone_asks_nobody_and_tells_whom_it_touches(bench: Bench) -> None:
    execution.act_alone([bench.propose(ORDER)])
    assert told() == {"act.touched": ["Nora Nash", "Semyon Sokolov"]}


def test_applying_and_taking_back_is_told_to_whom_it_touches(bench: Bench) -> None:
    row = execution.apply(bench.propose(REASSIGN), by=bench.henry)
    execution.undo(row, by=bench.henry)
    found = told()
    assert found["act.touched"] == found["act.undone"]
    assert "Sara Stone" in found["act.touched"]
    assert "Henry Hale" not in found["act.touched"]
    # a correction tells of itself: no second notice for each deal
    assert "sales.received" not in found


def test_deals_given_by_a_person_are_one_notice_with_their_number(bench: Bench) -> None:
    mine = list(bench.owners())[:3]
    deals.reassign_many(dict.fromkeys(mine, bench.cast.semyon), by=bench.henry)
    assert told() == {"sales.received": ["Semyon Sokolov"]}
    (shown,) = latest(bench.cast.semyon)
    assert (shown.text, shown.notice.count) == ("Henry Hale gave you 3 deals", 3)
    with override("ru"):
        assert latest(bench.cast.semyon)[0].text == "Henry Hale: вам переданы 3 сделки"


def test_what_was_seen_is_not_counted_again(bench: Bench) -> None:
    bench.propose(REASSIGN)
    told()
    henry = bench.cast.henry
    assert unread_count(henry) == 1
    assert notices.mark_seen(henry) == 1
    assert (unread_count(henry), notices.mark_seen(henry)) == (0, 0)


def test_nobody_marks_the_notices_of_another(bench: Bench) -> None:
    bench.propose(REASSIGN)
    told()
    ids = list(Notice.objects.values_list("pk", flat=True))
    assert notices.mark_seen(bench.cast.sara, ids) == 0
    assert unread_count(bench.cast.henry) == 1


def test_who_has_left_is_told_nothing(bench: Bench) -> None:
    User.objects.filter(pk=bench.cast.semyon.pk).update(is_active=False)
    deals.close_many([deals.Closing(deal, "lost", company_now()) for deal in list(bench.owners())[80:]], by=SYSTEM)
    open_case(bench, "owner", bench.cast.semyon.pk, Admissibility.YELLOW)
    assert told() == {}


def test_reading_notices_costs_one_query_whatever_their_number(bench: Bench, django_assert_num_queries) -> None:
    for lever in (REASSIGN, ORDER):
        bench.propose(lever)
    open_case(bench, "company", 1, Admissibility.RED)
    told()
    with django_assert_num_queries(2):
        assert len(latest(bench.cast.henry)) == unread_count(bench.cast.henry) == 2


def test_the_actor_of_a_correction_is_the_person_who_approved_it(bench: Bench) -> None:
    execution.apply(bench.propose(REASSIGN), by=Actor.of(bench.cast.olga))
    told()
    assert latest(bench.cast.sara)[0].text == "Olga Owen applied “Reassign open deals”; it touches your work"


def test_a_deputy_is_told_what_the_absent_is_told_and_for_whom(bench: Bench) -> None:
    cast, today = bench.cast, company_now().date()
    name_deputy(cast.henry, cast.mia, first_day=today, last_day=today, by=bench.henry)
    for absent in (cast.semyon, cast.nora):
        name_deputy(absent, cast.mia, first_day=today, last_day=today, by=SYSTEM)
    bench.propose(REASSIGN)
    execution.act_alone([bench.propose(ORDER)])

    assert told() == {
        "act.touched": ["Mia Marsh", "Nora Nash", "Semyon Sokolov"],
        "act.waiting": ["Henry Hale", "Mia Marsh"],
    }
    texts = {shown.text for shown in latest(cast.mia)}
    assert texts == {
        "For Henry Hale: “Reassign open deals” waits for your decision: chance of the plan 16% → 22%",
        "For Nora Nash, Semyon Sokolov: Setpoint applied “Work-list order”; it touches your work",
    }


def test_who_is_told_anyway_is_not_told_again_as_a_deputy(bench: Bench) -> None:
    cast, today = bench.cast, company_now().date()
    name_deputy(cast.sara, cast.henry, first_day=today, last_day=today, by=SYSTEM)
    open_case(bench, "owner", cast.sara.pk, Admissibility.ORANGE)
    assert told() == {"control.case": ["Henry Hale", "Sara Stone"]}
    assert not latest(cast.henry)[0].text.startswith("For")
