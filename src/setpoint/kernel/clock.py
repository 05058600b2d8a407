"""Two clocks. Company time can be moved by demo and replay; machine time cannot. Nothing else asks for the time."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from setpoint.kernel.models import ClockSetting, Company


def machine_now() -> datetime:
    """Return real time: recorded_at, sessions, tokens, leases, retries, throttles."""
    return timezone.now()


def company_now() -> datetime:
    """Return company time: occurred_at, due dates, calendars, ticks, digests."""
    setting = ClockSetting.objects.first()
    if setting is None:
        return machine_now()
    passed = (machine_now() - setting.anchor_machine).total_seconds()
    return setting.anchor_company + timedelta(seconds=passed * setting.rate)


def company_zone() -> ZoneInfo:
    """Return the time zone in which the company's days begin."""
    zone = Company.objects.values_list("time_zone", flat=True).first()
    return ZoneInfo(zone or "UTC")


def company_today() -> date:
    """Return the company's current day in its own zone."""
    return company_now().astimezone(company_zone()).date()


@transaction.atomic
def set_company_time(moment: datetime, *, rate: float = 1.0) -> None:
    """Move company time to `moment`; it runs on at `rate` company seconds per machine second (0 stands still).

    Raises ValueError for a naive moment or a negative rate.
    """
    if moment.tzinfo is None or rate < 0:
        msg = "company time needs an aware moment and a rate of at least 0"
        raise ValueError(msg)
    ClockSetting.objects.update_or_create(
        pk=1, defaults={"anchor_company": moment, "anchor_machine": machine_now(), "rate": rate}
    )


@transaction.atomic
def follow_machine_time() -> None:
    """Let company time be machine time again."""
    ClockSetting.objects.all().delete()
