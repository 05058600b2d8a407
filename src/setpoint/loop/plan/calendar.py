"""The working days of the company as the mathematics of the loop reads them."""

from datetime import date

import numpy as np

from setpoint.analysis.calendar import Calendar
from setpoint.kernel.calendars import WorkingTime, working_time


def company_calendar(first: date, last: date, *, working: WorkingTime | None = None) -> Calendar:
    """Return the weights of the days first..last: stated shifts, public holidays, days of the company's own."""
    known = working or working_time()
    return Calendar(first.toordinal(), np.array(known.weights(first, last), dtype=np.float64))
