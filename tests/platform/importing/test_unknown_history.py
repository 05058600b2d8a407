"""A file that knows stages but not when deals came into them: what the loop is told of them is censored, not zero."""

import numpy as np
import pytest

from setpoint.analysis.spells import CENSORED, WON
from setpoint.domains.sales.flow import load_deals
from setpoint.domains.sales.models import Deal
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.loop.plan.flow import UNKNOWN
from tests.cast import Cast
from tests.platform.importing.helpers import HEADER, imported

ONE_STAGE = (
    HEADER
    + "K1,Sara Stone,Cedar shed,,Engaging,2026-01-05,,\n"
    + "K2,Sara Stone,Cedar shed,,Won,2026-01-06,2026-02-02,4500\n"
)
MANY_STAGES = (
    HEADER
    + "U1,Sara Stone,Cedar shed,,Lead,1/15/2026,,\n"
    + "U2,Sara Stone,Cedar shed,,Negotiation,1/16/2026,,\n"
    + "U3,Sara Stone,Cedar shed,,Won,1/17/2026,2/2/2026,4500\n"
)


@pytest.fixture
def olga(cast: Cast) -> Actor:
    return Actor.of(cast.olga)


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.HOME = tmp_path


def test_one_open_stage_and_a_day_are_a_history(olga):
    imported(olga, deals=ONE_STAGE)

    spells = load_deals(company_now()).spells

    assert (spells.end - spells.start).tolist() == [56, 27]
    assert spells.next.tolist() == [CENSORED, WON]


def test_stays_that_nobody_knows_are_arrivals_censored_at_once(olga):
    imported(olga, deals=MANY_STAGES)

    flow = load_deals(company_now())

    assert flow.spells.arrival.tolist() == [True, True, True]
    assert (flow.spells.end - flow.spells.start).tolist() == [0, 0, 0]
    assert set(flow.spells.next.tolist()) == {CENSORED}
    assert np.isnan(flow.spells.realised).all()
    assert flow.items.since.tolist() == [UNKNOWN, UNKNOWN]
    assert flow.items.entered.tolist() == [UNKNOWN, UNKNOWN]
    assert (flow.items.opened > 0).all()
    assert [flow.stages.name[stage] for stage in flow.items.stage] == ["Lead", "Negotiation"]


def test_a_deal_says_nothing_of_how_long_it_has_stood_in_its_stage(olga):
    imported(olga, deals=MANY_STAGES)

    assert [deal.stage_since for deal in Deal.objects.filter(closed_at=None)] == [None, None]
