"""The owner's view on one page."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext as _

from setpoint.kernel.clock import company_now, company_today
from setpoint.kernel.models.people import Scope
from setpoint.kernel.permissions import scope_of
from setpoint.loop import cycle_honesty as honesty
from setpoint.loop.cycle_report import Turn, deviations, report
from setpoint.loop.plan.permissions import FIGURES
from setpoint.web.control_room.figures import Unit, written
from setpoint.web.http import StaffRequest, actor, answer

SHOWN = 5
FEW = 20
SIZE, EDGE = 160, 8


def overview(request: StaffRequest) -> HttpResponse:
    """Show the owner's view to those who see all figures."""
    who = actor(request)
    if scope_of(who, FIGURES, "see") != Scope.ALL:
        raise PermissionDenied
    turn, now, today = Turn.last(), company_now(), company_today()
    rows = [written(row) for row in report(who, turn=turn) if row["scope_kind"] == "company"]
    money = Unit("money", request.company.currency)
    found = [case for case in deviations(who, names=turn.names) if case["money_at_risk"]][:SHOWN]
    done = honesty.effect(now)
    calibration = honesty.calibration(today)
    context = {
        "goals": rows,
        "cases": [{**case, "said": money.write(case["money_at_risk"])} for case in found],
        "at_risk": money.write(honesty.at_risk()),
        "effect": done,
        "effect_said": [money.write(value, signed=True) for value in (done.money, done.low, done.high)],
        "alone": honesty.done_alone(now),
        "waiting": honesty.waiting(),
        "ladders": [
            (each.team, each.level, _rungs()[each.level], _rungs().get(each.level + 1)) for each in honesty.ladders()
        ],
        "calibration": calibration,
        "few": calibration.n < FEW,
        "points": [
            (round(EDGE + each.said * SIZE), round(EDGE + (1 - each.came) * SIZE), each) for each in calibration.bins
        ],
        "alarms": honesty.alarms(today),
        "declines": honesty.declines(now),
    }
    return answer(request, "web/overview/page.html", context)


def _rungs() -> dict[int, str]:
    """The rungs of the ladder."""
    return {
        0: _("keeps a journal"),
        1: _("reports"),
        2: _("compares plan and fact"),
        3: _("advises"),
        4: _("asks for approval"),
        5: _("acts within its authority"),
        6: _("verifies what it does"),
    }
