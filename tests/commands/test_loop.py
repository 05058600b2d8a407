"""`setpoint loop`: a turn and the report of the goals, in words and as data, and what it refuses."""

import json
from collections.abc import Callable

import pytest

from setpoint.cli import main
from setpoint.journal.followers import catch_up
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.clock import company_now
from setpoint.loop.act.models import Correction
from setpoint.loop.control.models import Forecast, Run
from setpoint.loop.cycle_plan import plan_goal
from setpoint.loop.plan.models import Plan
from tests.cast import Cast
from tests.loop.bench import REASSIGN
from tests.loop.quarter import END, Q1, stories, tell_the_database

Call = Callable[..., tuple[int, str, str]]
KEYS = [
    "as_of",
    "goal",
    "parent",
    "parameter",
    "parameter_name",
    "unit",
    "direction",
    "currency",
    "scope_kind",
    "scope_id",
    "scope_name",
    "period",
    "first_day",
    "last_day",
    "plan",
    "expected",
    "actual",
    "mean",
    "q10",
    "q25",
    "q50",
    "q75",
    "q90",
    "p_hit",
    "p_hit_if_accepted",
    "class",
    "why",
    "money_at_risk",
    "proposals",
]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Call the command line as a terminal does, on the database of the test; return code, output, complaint."""
    monkeypatch.setattr("setpoint.commands.loop.start_django", lambda: None)

    def called(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["loop", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return called


@pytest.fixture
def planned(cast: Cast) -> Cast:
    """Half a year of deals and a plan that will be missed; today is 16 February 2026."""
    tell_the_database(cast, stories())
    catch_up()
    plan_goal(parameter="sales.revenue", first_day=Q1, last_day=END, target=60_000_000, by=SYSTEM)
    return cast


def test_a_turn_says_what_it_evaluated_and_proposed(planned: Cast, call: Call) -> None:
    code, out, _ = call("tick", "--json")
    run = Run.objects.get()
    goals, proposed = Forecast.objects.filter(run=run).count(), Correction.objects.count()
    assert (code, json.loads(out)) == (0, {"day": "2026-02-16", "goals": goals, "proposed": proposed})
    assert goals == 28


def test_a_repeated_turn_proposes_nothing_more_and_speaks_in_words(planned: Cast, call: Call) -> None:
    call("tick")
    assert call("tick") == (0, "2026-02-16: goals evaluated: 28, corrections proposed: 0\n", "")


def test_a_turn_at_a_past_day_is_that_days(planned: Cast, call: Call) -> None:
    code, out, _ = call("tick", "--at", "2026-02-02", "--json")
    # the plan was made later: on that day no goal was in force
    assert (code, json.loads(out)) == (0, {"day": "2026-02-02", "goals": 0, "proposed": 0})
    assert json.loads(call("report", "--at", "2026-02-02", "--json")[1]) == []


def test_the_past_is_never_turned_again(planned: Cast, call: Call) -> None:
    call("tick")
    code, out, complaint = call("tick", "--at", "2026-02-02")
    assert (code, out) == (1, "")
    assert complaint == "A later day has been evaluated already. Use the report to look back.\n"
    assert list(Run.objects.values_list("day__day", flat=True)) == [16]


@pytest.mark.parametrize("verb", ["tick", "report"])
def test_a_day_that_has_not_come_is_refused(planned: Cast, call: Call, verb: str) -> None:
    assert call(verb, "--at", "2026-02-17") == (1, "", "2026-02-17 has not come yet in company time.\n")
    assert Run.objects.count() == 0


@pytest.mark.parametrize("verb", ["tick", "report"])
def test_without_a_company_the_way_in_is_named(db: None, call: Call, verb: str) -> None:
    code, out, complaint = call(verb)
    assert (code, out) == (1, "")
    assert complaint == "There is no company yet: setpoint run opens the first page, setpoint demo makes one.\n"


def test_the_report_has_every_figure_of_every_goal(planned: Cast, call: Call) -> None:
    call("tick")
    code, out, _ = call("report", "--json")
    rows = json.loads(out)
    assert (code, len(rows)) == (0, 28)
    assert {tuple(row) for row in rows} == {tuple(KEYS)}
    for row in rows:
        found = Forecast.objects.select_related("goal").get(goal=row["goal"])
        assert row["plan"] == found.goal.target == found.target
        assert [row[name] for name in ("expected", "actual", "mean", "q10", "q90", "money_at_risk", "p_hit")] == [
            found.expected,
            found.actual,
            found.mean,
            found.q10,
            found.q90,
            found.money_at_risk,
            found.p_hit,
        ]
    company = next(row for row in rows if (row["parameter"], row["scope_kind"]) == ("sales.revenue", "company"))
    told = ("as_of", "scope_id", "scope_name", "period", "first_day", "last_day", "plan", "unit", "currency", "class")
    assert [company[name] for name in told] == [
        "2026-02-16",
        1,
        "Tidewater Sheds",
        "2026 Q1",
        "2026-01-01",
        "2026-03-31",
        60_000_000,
        "money",
        "USD",
        "red",
    ]
    assert company["actual"] == sum(s.final for s in stories() if s.won and s.closed >= Q1.toordinal())


def test_the_report_names_the_proposals_that_wait(planned: Cast, call: Call) -> None:
    call("tick")
    plan, now = Plan.objects.get(), company_now()
    waiting, declined = (
        Correction.objects.create(
            lever=REASSIGN,
            state=state,
            plan_id=plan.pk,
            parameter="sales.revenue",
            scope_kind="company",
            scope_id=1,
            proposal={},
            expected=1,
            expected_q10=0,
            expected_q90=2,
            p_before=0.1,
            p_after=0.2,
            seed=1,
            proposed_at=now,
            expires_at=now,
            reason_code=reason,
        )
        for state, reason in (("proposed", ""), ("declined", "too_late"))
    )
    _, out, _ = call("report", "--json")
    named = {(row["parameter"], row["scope_kind"]): row["proposals"] for row in json.loads(out) if row["proposals"]}
    assert named["sales.revenue", "company"] == [waiting.pk]
    assert declined.pk not in {number for numbers in named.values() for number in numbers}


def test_the_report_is_a_table_for_people(planned: Cast, call: Call) -> None:
    call("tick")
    _, out, _ = call("report")
    lines = out.splitlines()
    assert lines[0].split() == (
        [
            "goal",
            "whose",
            "period",
            "plan",
            "expected",
            "fact",
            "forecast",
            "10–90",
            "%",
            "chance",
            "class",
            "at",
            "risk",
            "proposals",
        ]
    )
    company = next(line for line in lines if "Revenue won" in line and "Tidewater Sheds" in line)
    assert "600,000 USD" in company
    assert "<\u00a01%" in company
    assert len(lines) == 29


def test_a_report_before_any_turn_says_what_to_do(planned: Cast, call: Call) -> None:
    words = "Nothing has been evaluated yet. Plan a period, then: setpoint loop tick\n"
    assert call("report") == (0, words, "")
    assert call("report", "--json") == (0, "[]\n", "")


def test_a_date_that_is_none_is_a_wrong_call(call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        call("tick", "--at", "tomorrow")
    assert ended.value.code == 2
    assert "argument --at: invalid fromisoformat value: 'tomorrow'" in capsys.readouterr().err
