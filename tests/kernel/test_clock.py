"""Company time can be moved; machine time cannot."""

from datetime import UTC, date, datetime, timedelta

import pytest

from setpoint.kernel.clock import company_now, company_today, follow_machine_time, machine_now, set_company_time
from setpoint.kernel.models import ClockSetting, Company

NEW_YEAR = datetime(2017, 1, 1, 2, 0, tzinfo=UTC)


def test_company_time_stands_where_it_was_put(db):
    set_company_time(NEW_YEAR, rate=0)
    assert company_now() == NEW_YEAR


def test_company_time_runs_at_its_own_rate(db):
    set_company_time(NEW_YEAR, rate=86_400)
    ClockSetting.objects.update(anchor_machine=machine_now() - timedelta(seconds=10))
    assert timedelta(days=10) <= company_now() - NEW_YEAR < timedelta(days=12)


def test_without_a_setting_both_clocks_are_one(db):
    set_company_time(NEW_YEAR, rate=0)
    follow_machine_time()
    assert abs(company_now() - machine_now()) < timedelta(seconds=5)


def test_the_day_begins_in_the_zone_of_the_company(db):
    Company.objects.create(name="Tidewater Sheds", currency="USD", time_zone="America/New_York")
    set_company_time(NEW_YEAR, rate=0)
    assert company_today() == date(2016, 12, 31)


def test_time_does_not_run_backwards(db):
    with pytest.raises(ValueError, match="rate of at least 0"):
        set_company_time(NEW_YEAR, rate=-1)
    assert not ClockSetting.objects.exists()
