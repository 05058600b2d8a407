"""The control room as it was on a day that is past: to be read, nothing to be decided."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest

from setpoint.kernel.clock import company_today
from setpoint.loop.cycle_db import end_of

Row = dict[str, Any]


def asked_day(request: HttpRequest) -> date | None:
    """Return the past day that ?at= names; None for today, a day to come and what is no day."""
    try:
        day = date.fromisoformat(request.GET.get("at", ""))
    except ValueError:
        return None
    return day if date.min < day < company_today() else None


def moment_of(day: date | None) -> datetime | None:
    """Return the last moment of a day, None for none."""
    return end_of(day) if day else None


def as_then(cases: list[Row], rows: list[Row]) -> list[Row]:
    """Give deviations the figures that the run of the day gave their goals: a deviation itself knows its latest."""
    judged = {key_of(row): row for row in rows}
    then = [
        case
        | {name: row[name] for name in ("class", "p_hit", "money_at_risk")}
        | {"gap": row["mean"] - row["plan"], "cause": {}}
        for case in cases
        if (row := judged.get(key_of(case)))
    ]
    return sorted(then, key=lambda case: (-case["money_at_risk"], case["case"]))


def key_of(row: Row) -> tuple[str, str, int, str]:
    """Return what names a goal in every version of a plan."""
    return row["parameter"], row["scope_kind"], row["scope_id"], row["period"]
