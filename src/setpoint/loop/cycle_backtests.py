"""Before a turn: past periods that were never forecast in hindsight are, and what they say is remembered."""

from dataclasses import replace
from datetime import date

from django.db import transaction

from setpoint.analysis.backtest import LEVELS, Score, sigmas_of
from setpoint.kernel.clock import machine_now
from setpoint.loop.control.backtests import Scores, by_level, missing, won_in
from setpoint.loop.control.facts import Facts
from setpoint.loop.control.models import Backtest
from setpoint.loop.control.queries import remembered
from setpoint.loop.plan.parameters import PARAMETERS

NOTHING = Score(0.0, 0)


def with_backtests(facts: Facts) -> Facts:
    """Return the facts with the model error that all backtests together give; new ones are stored.

    A period is replayed once; again only where the record of its wins has changed since.
    """
    day = date.fromordinal(facts.day)
    sigmas = dict(facts.sigmas)
    won = {each.flow for each in PARAMETERS.values() if each.value_of == "one"}
    for key in sorted(key for key in facts.flows if key in won):
        known = remembered(key, day, facts.history)
        fresh = missing(facts, facts.flows[key], list(known))
        if fresh:
            _store(key, facts, fresh)
            sigmas[key] = sigmas_of(by_level(known | fresh))
    return replace(facts, sigmas=sigmas)


@transaction.atomic
def _store(flow: str, facts: Facts, scores: Scores) -> None:
    now = machine_now()
    for (first, last), levels in scores.items():
        days = {"flow": flow, "first_day": date.fromordinal(first), "last_day": date.fromordinal(last)}
        Backtest.objects.filter(**days).delete()
        Backtest.objects.bulk_create(
            Backtest(
                **days,
                level=level,
                excess=levels.get(level, NOTHING).excess,
                nodes=levels.get(level, NOTHING).nodes,
                won=won_in(facts.history, flow, (first, last)),
                made_at=now,
            )
            for level in range(LEVELS)
        )
