"""Working days of the company, for windows and leases."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from setpoint.kernel.clock import company_zone
from setpoint.loop.plan.calendar import company_calendar

LONGEST_HOLIDAY = 30


def after_working_days(moment: datetime, days: int) -> datetime:
    """Return the end of the `days`-th working day after the company's day of `moment`, in company time."""
    zone = company_zone()
    local = moment.astimezone(zone)
    last = local.date() + timedelta(days=2 * days + LONGEST_HOLIDAY)
    calendar = company_calendar(local.date(), last)
    worked = calendar.working_days(calendar.first, calendar.last)
    return end_of_day(int(worked[days - 1]), zone) if days else moment


def end_of_day(ordinal: int, zone: ZoneInfo | None = None) -> datetime:
    """Return the moment at which a day (ordinal) of the company ends."""
    return datetime.combine(date.fromordinal(ordinal + 1), time.min, zone or company_zone())
