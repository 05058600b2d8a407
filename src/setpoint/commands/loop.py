"""`setpoint loop tick | report`: one turn of the loop, and how the goals stand."""

import json
from argparse import ArgumentParser, Namespace
from datetime import date, datetime
from gettext import gettext as _
from typing import Any

from setpoint.commands.application import start_django
from setpoint.commands.refusal import Refusal


def describe() -> str:
    """Say what it does."""
    return _("turn the loop, or report how the goals stand")


def configure(parser: ArgumentParser) -> None:
    """Take one of the two verbs."""
    verbs = parser.add_subparsers(title=_("commands"), metavar=_("COMMAND"), dest="turn", required=True)
    text = _("evaluate all goals and propose corrections (a day that was turned already stays as it is)")
    tick = verbs.add_parser("tick", help=text, description=text)
    tick.add_argument("--at", type=date.fromisoformat, metavar=_("DATE"), help=_("at the end of this day (now)"))
    tick.add_argument("--json", action="store_true", help=_("print JSON"))
    text = _("print plan, fact and forecast of every goal")
    report = verbs.add_parser("report", help=text, description=text)
    report.add_argument("--at", type=date.fromisoformat, metavar=_("DATE"), help=_("as it was on this day (now)"))
    report.add_argument("--json", action="store_true", help=_("print JSON: money in minor units, see “unit”"))


def run(arguments: Namespace) -> int:
    """Do what was asked for."""
    start_django()
    from setpoint.kernel.clock import company_today
    from setpoint.kernel.models import Company

    if not Company.objects.exists():
        raise Refusal(_("There is no company yet: setpoint run opens the first page, setpoint demo makes one."))
    if arguments.at is not None and arguments.at > company_today():
        raise Refusal(_("%s has not come yet in company time.") % arguments.at)
    moment = _end_of(arguments.at)
    return _tick(moment, arguments) if arguments.turn == "tick" else _report(moment, arguments)


def _end_of(day: date | None) -> datetime | None:
    """The last moment of a past day; None for today."""
    from setpoint.kernel.clock import company_today
    from setpoint.loop.cycle_db import end_of

    return None if day is None or day == company_today() else end_of(day)


def _tick(moment: datetime | None, arguments: Namespace) -> int:
    from django.core.exceptions import ValidationError

    from setpoint.kernel.actors import Actor
    from setpoint.loop.act.models import Correction
    from setpoint.loop.control.models import Forecast
    from setpoint.loop.cycle_db import run_tick

    before = Correction.objects.count()
    try:
        turn = run_tick(moment, by=Actor("system", None, "setpoint loop tick", "command"))
    except ValidationError as error:
        raise Refusal("\n".join(error.messages)) from None
    figures = {
        "day": turn.day.isoformat(),
        "goals": Forecast.objects.filter(run=turn).count(),
        "proposed": Correction.objects.count() - before,
    }
    line = _("%(day)s: goals evaluated: %(goals)s, corrections proposed: %(proposed)s") % figures
    print(json.dumps(figures) if arguments.json else line)
    return 0


def _report(moment: datetime | None, arguments: Namespace) -> int:
    from setpoint.kernel.actors import Actor
    from setpoint.loop.cycle_report import report

    rows = report(Actor("system", None, "setpoint loop report", "command"), moment)
    if arguments.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    elif rows:
        print("\n".join(_table(rows)))
    else:
        print(_("Nothing has been evaluated yet. Plan a period, then: setpoint loop tick"))
    return 0


def _table(rows: list[dict[str, Any]]) -> list[str]:
    """One line per goal, in columns."""
    head = [_("goal"), _("whose"), _("period"), _("plan"), _("expected"), _("fact"), _("forecast"), _("10–90 %")]
    head += [_("chance"), _("class"), _("at risk"), _("proposals")]
    lines = [head]
    for row in rows:
        figures = [_figure(row, row[name]) for name in ("plan", "expected", "actual", "mean")]
        span = f"{_figure(row, row['q10'])}–{_figure(row, row['q90'])}"
        chance = "" if row["p_hit"] is None else _chance(row["p_hit"])
        risk = _figure({"unit": "money", "currency": row["currency"]}, row["money_at_risk"])
        waiting = str(len(row["proposals"]))
        whose = [row["parameter_name"], row["scope_name"], row["period"]]
        lines.append([*whose, *figures, span, chance, row["class"], risk, waiting])
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]


def _chance(value: float) -> str:
    from django.utils.translation import get_language

    from setpoint.kernel.shares import chance

    return chance(value, get_language() or "en")


def _figure(row: dict[str, Any], value: float | None) -> str:
    """A figure in the unit that people use."""
    from setpoint.kernel.money import Money

    if value is None:
        return ""
    match row["unit"]:
        case "money":
            return f"{Money(round(value), row['currency']).amount:,.0f} {row['currency']}"
        case "ppm":
            return f"{value / 10_000:.1f} %"
        case "seconds":
            return _("%.1f d") % (value / 86400)
        case _:
            return f"{value:,.0f}"
