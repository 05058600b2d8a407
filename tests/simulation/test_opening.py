"""Whatever day the demo is started: a goal is being missed, clearly and first, and a correction waits for a yes."""

from datetime import date, timedelta

import pytest

from setpoint.kernel.actors import Actor
from setpoint.kernel.models import User
from setpoint.loop.act.models import Correction
from setpoint.loop.cycle_report import deviations, report
from setpoint.simulation.bridge.ambition import period_around
from setpoint.simulation.bridge.cast import email_of
from setpoint.simulation.demo import create_demo
from tests.groups import SHOWN

# in the first days of a quarter and late in its middle, one of each language: the second after weeks of luck
STARTS = ((date(2026, 1, 5), "ru", 70), (date(2026, 11, 22), "en", 104))


@pytest.mark.parametrize("day", [date(2026, 1, 1) + timedelta(days=n) for n in range(0, 730, 13)])
def test_the_plan_of_the_demo_is_neither_young_nor_nearly_over(day: date) -> None:
    first, last = period_around(day)
    assert 28 <= (day - first).days <= 62
    assert 26 <= (last - day).days <= 64
    assert (first.day, (last + timedelta(days=1)).day) == (1, 1)


@pytest.mark.long
@pytest.mark.parametrize(("day", "language", "weeks"), STARTS, ids=str)
def test_the_demo_opens_on_a_missed_goal_with_a_correction_waiting(
    live_db: str, day: date, language: str, weeks: int, record_property
) -> None:
    create_demo(language=language, today=day, weeks=weeks)
    who = Actor.of(User.objects.get(email=email_of("Henry Hale")))
    rows = [row for row in report(who) if row["parameter"] == "sales.revenue"]
    company = next(row for row in rows if row["scope_kind"] == "company")
    record_property(SHOWN, f"{day}: chance of the company {company['p_hit']:.2f}, {company['class']}")
    assert 0.03 < company["p_hit"] < 0.47
    assert company["class"] in {"orange", "red"}
    assert company["actual"] < company["plan"]

    first = deviations(who)[0]
    assert first["money_at_risk"] > 0
    waiting = Correction.objects.filter(state="proposed", authority="Q")
    assert waiting.exists()
    assert all(row.expires_at.date() >= day for row in waiting)
    # and the loop has been at work: something has been measured
    assert Correction.objects.filter(state="verified").exists()
