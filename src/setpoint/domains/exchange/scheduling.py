"""When a scheduled export is due next."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from setpoint.domains.exchange.models.scheduled_export import Every, ScheduledExport

DECEMBER = 12


def next_after(row: ScheduledExport, now: datetime, zone: ZoneInfo) -> datetime:
    """Return the first moment after `now`; an hour that a change of clocks leaves out comes with the next one."""
    today = now.astimezone(zone).date()
    day = _first(row, today)
    moment = datetime.combine(day, time(row.hour), zone)
    return moment if moment > now else datetime.combine(_following(row, day), time(row.hour), zone)


def _first(row: ScheduledExport, today: date) -> date:
    """Return the first day from today on."""
    match row.every:
        case Every.WEEK:
            return today + timedelta(days=(row.weekday - today.weekday()) % 7)
        case Every.MONTH:
            return today.replace(day=row.day) if row.day >= today.day else _next_month(today, row.day)
    return today


def _following(row: ScheduledExport, day: date) -> date:
    match row.every:
        case Every.WEEK:
            return day + timedelta(days=7)
        case Every.MONTH:
            return _next_month(day, row.day)
    return day + timedelta(days=1)


def _next_month(day: date, number: int) -> date:
    return date(day.year + (day.month == DECEMBER), day.month % DECEMBER + 1, number)
