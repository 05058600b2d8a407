"""What has left its own process is found early, told once, at the top, with who brings it; and people judge it."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from setpoint.analysis.calendar import business_calendar
from setpoint.journal.followers import catch_up
from setpoint.journal.models import Fact
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.loop.control.alarms import Standing, monitor
from setpoint.loop.control.facts import Facts
from setpoint.loop.control.leaves import suspects
from setpoint.loop.control.models import Alarm, Case, CaseState, Judgement, RuleSet, Stream
from setpoint.loop.control.operations import alarms, cases, rules
from setpoint.loop.control.rules import Rules
from setpoint.loop.control.situation import Goals
from setpoint.loop.control.streams import StreamKey
from setpoint.loop.cycle_db import load_state, run_tick
from setpoint.loop.cycle_plan import plan_goal
from setpoint.loop.plan.flow import Capacity, Flow, OpenItems, Spells, Stages
from tests.cast import Cast
from tests.loop.quarter import END, Q1, TODAY, at_noon, stories, tell_the_database

BEGIN, DAY = date(2025, 6, 2), date(2026, 2, 27)
PEOPLE, TEAMS = 6, 2
CREATED, WIN_RATE, TOUCHES = "sales.created", "sales.win_rate", "sales.touches"
COMPANY = StreamKey(CREATED, "company", "1")


def a_world(
    seed: int,
    *,
    arrivals=lambda _left: 12.0,
    direct: float = 1.0,
    north: float = 1.0,
    idle: float = 1.0,
) -> Facts:
    """Two teams of three: arrivals by day and channel, each item touched four times, advancing with .3 a touch.

    `direct`, `north`, `idle`: what is left in the last fifteen working days of the channel Direct's arrivals, of
    North's advances, and of the first person's touches.
    """
    rng = np.random.default_rng(seed)
    calendar = business_calendar(BEGIN, DAY + timedelta(days=90))
    days = calendar.working_days(calendar.first - 1, DAY.toordinal())
    rows = []
    item = 0
    for number, day in enumerate(days.tolist()):
        late = number >= len(days) - 15
        for channel, share in enumerate((0.5, 0.5)):
            left = direct if late and channel == 0 else 1.0
            for _ in range(rng.poisson(arrivals(len(days) - number) * share * left)):
                item += 1
                owner = int(rng.integers(PEOPLE))
                rows.append((item, 0, day, day, 1, owner, channel, True))
        for owner in range(PEOPLE):
            busy = idle if late and owner == 0 else 1.0
            for _ in range(rng.poisson(14 * busy)):
                advance = 0.3 * (north if late and owner < 3 else 1.0)
                after = -2 if rng.random() < advance else 1
                rows.append((100_000 + len(rows), 1, day - 3, day, after, owner, 0, False))
    item_, stage, start, end, next_, owner, channel, first = (np.array(column) for column in zip(*rows, strict=True))
    none = np.zeros(0, dtype=np.int64)
    flow = Flow(
        key="sales.deals",
        ref_kind="sales.deal",
        day=DAY.toordinal(),
        stages=Stages(np.array([1, 2]), ["New", "Offer"], np.ones(2), np.array([10, 10])),
        owners=np.arange(1, PEOPLE + 1),
        team=np.array([0, 0, 0, 1, 1, 1]),
        teams=np.array([11, 12]),
        team_parent=np.array([-1, -1]),
        active=np.ones(PEOPLE, dtype=bool),
        products=none,
        channels=["Direct", "Fair"],
        items=OpenItems(none, none, none, none, none, none.astype(float), none, none, none),
        spells=Spells(
            item_,
            stage,
            np.where(first, start, start),
            end,
            next_,
            owner,
            np.full(len(owner), -1),
            channel,
            np.ones(len(owner)),
            np.where(next_ == -2, 1.0, np.nan),
            first,
        ),
        capacity=Capacity(np.full(PEOPLE, 14.0), DAY.toordinal(), np.zeros((PEOPLE, 60), dtype=bool)),
    )
    words, ints = np.zeros(0, dtype="<U1"), np.zeros(0, dtype=np.int64)
    return Facts(
        day=DAY.toordinal(),
        goals=Goals(ints, ints, words, words, ints, ints, ints.astype(float), ints, ints),
        periods={},
        before={},
        history={},
        flows={"sales.deals": flow},
        calendar=calendar,
        since=BEGIN.toordinal(),
        branches={11: [11], 12: [12]},
    )


def rung(facts: Facts) -> set[StreamKey]:
    return {alarm.key for alarm in monitor(facts, {}).alarms}


def test_a_healthy_company_raises_hardly_any_alarm():
    assert sum(len(rung(a_world(seed))) for seed in range(6)) <= 2


def test_a_channel_that_gives_way_is_named_with_the_company():
    found = monitor(a_world(1, direct=0.3), {}).alarms
    by_key = {alarm.key: alarm for alarm in found}

    assert StreamKey(CREATED, "channel", "Direct") in by_key
    assert StreamKey(CREATED, "channel", "Fair") not in by_key
    company = by_key[COMPANY]
    assert company.group == COMPANY
    assert by_key[StreamKey(CREATED, "channel", "Direct")].group == COMPANY
    assert [part["scope"] for part in company.parts if part["scope_kind"] == "channel"] == ["Direct"]
    assert company.ratio == pytest.approx(0.65, abs=0.1)


def test_a_team_that_loses_to_a_competitor_is_found_and_the_other_is_not():
    keys = rung(a_world(2, north=0.55))

    assert StreamKey(WIN_RATE, "team", "11") in keys
    assert StreamKey(WIN_RATE, "team", "12") not in keys


def test_one_person_alone_is_a_leaf_and_advice_not_an_alarm():
    facts = a_world(3, idle=0.35)

    named = suspects(facts, [])

    assert [(suspect.key.parameter, suspect.key.scope) for suspect in named] == [(TOUCHES, "1")]
    assert named[0].p > 0.8


def test_an_alarm_of_the_company_blames_nobody_below_it():
    facts = a_world(3, idle=0.35)
    standing = replace(monitor(a_world(1, direct=0.3), {}).alarms[0], key=StreamKey(TOUCHES, "company", "1"))

    assert suspects(facts, [standing]) == []


def test_an_alarm_stays_with_its_first_day_and_its_baseline_does_not_learn_the_change():
    facts = a_world(4, arrivals=lambda left: 12.0 if left > 35 else 7.0)
    before = {COMPANY: Standing(DAY.toordinal() - 30, DAY.toordinal() - 45)}

    (alarm,) = [each for each in monitor(facts, before).alarms if each.key == COMPANY]

    assert (alarm.since, alarm.begin) == before[COMPANY]
    assert alarm.baseline == pytest.approx(12, rel=0.1)


def test_a_smaller_budget_asks_for_more_evidence():
    facts = a_world(5)
    limits = [
        next(
            chart.limit
            for chart in monitor(replace(facts, rules=Rules(budget=budget)), {}).charts
            if chart.key == COMPANY
        )
        for budget in (0.8, 2.0)
    ]

    assert limits[0] > limits[1]


def test_a_day_that_goes_on_is_not_charted():
    facts = a_world(6, arrivals=lambda left: 12.0 if left > 1 else 0.0)

    level = {whole: monitor(replace(facts, whole_day=whole), {}).charts[0].level for whole in (True, False)}

    assert level[False] < level[True]


def test_a_company_of_one_day_has_no_charts_and_no_alarms():
    facts = a_world(7)

    young = monitor(replace(facts, since=DAY.toordinal()), {})

    assert young.alarms == []
    assert all(chart.limit is None for chart in young.charts)


@pytest.fixture
def told(cast: Cast):
    tell_the_database(cast, stories())
    return cast


def test_a_turn_keeps_its_charts(told):
    run_tick(at_noon(TODAY.toordinal()) + timedelta(hours=9))

    found = Stream.objects.filter(parameter=CREATED, scope_kind="company")
    assert [row.updated_on for row in found] == [TODAY]


def test_what_was_judged_is_remembered_and_a_seller_cannot_judge(told):
    row = Alarm.objects.create(
        parameter=CREATED,
        scope_kind="company",
        scope="1",
        since=TODAY,
        begin=TODAY,
        level=3,
        limit=2,
        baseline=5,
        ratio=0.6,
    )

    with pytest.raises(PermissionDenied):
        alarms.judge(row, Judgement.FALSE, by=Actor.of(told.sara))
    row.refresh_from_db()
    assert row.judgement == Judgement.UNKNOWN

    alarms.judge(row, Judgement.FALSE, by=Actor.of(told.olga))
    row.refresh_from_db()
    assert (row.judgement, row.judged_by) == (Judgement.FALSE, "Olga Owen")
    assert Fact.objects.filter(kind="control.alarm_judged").count() == 1


def test_rules_are_versions_and_their_edges_must_rise(told):
    with pytest.raises(ValidationError) as refused:
        rules.change({"yellow": 0.9}, by=Actor.of(told.olga))
    assert list(refused.value.message_dict) == ["yellow"]
    with pytest.raises(ValidationError) as refused:
        rules.change({"budget": 0}, by=Actor.of(told.olga))
    assert list(refused.value.message_dict) == ["budget"]
    assert RuleSet.objects.count() == 0

    rules.change({"budget": 0.8}, by=Actor.of(told.olga))

    assert rules.rules_now().budget == 0.8
    assert Fact.objects.get(kind="control.rules_changed").changes == {"budget": [2.0, 0.8]}


def test_a_deviation_accepted_until_a_day_comes_back_on_it(told):
    catch_up()
    plan_goal(parameter="sales.revenue", first_day=Q1, last_day=END, target=90_000_000, by=SYSTEM)
    run_tick(at_noon(TODAY.toordinal()))
    case = Case.objects.filter(closed_at__isnull=True).first()
    assert case is not None

    with pytest.raises(ValidationError):
        cases.accept(case=case, reason="The fair is over", resume_on=TODAY, by=SYSTEM)
    cases.accept(case=case, reason="The fair is over", resume_on=TODAY + timedelta(days=2), by=SYSTEM)
    assert load_state(TODAY + timedelta(days=1)).silenced

    run_tick(at_noon(TODAY.toordinal() + 1))
    case.refresh_from_db()
    assert case.state == CaseState.SNOOZED
    run_tick(at_noon(TODAY.toordinal() + 2))
    case.refresh_from_db()
    assert case.state in {CaseState.OPEN, CaseState.GONE}
    assert Fact.objects.filter(kind="control.case_resumed").count() == 1
