"""What the demo company's owner plans for: a little more than would come by itself."""

from datetime import date

from setpoint.simulation.bridge.cast import Cast
from setpoint.simulation.history import history

# within reach of the corrections, out of reach without them
AMBITION = 1.14


def revenue_goal(cast: Cast, born: date, first_day: date, last_day: date) -> int:
    """Return the goal for a period in minor units: what the same people win when nothing is corrected, and 14 % more.

    `born` is the first day of the company's life, because the book of a day hangs on all days before.
    """
    closed = history(cast.world, born, last_day).closed
    won = closed.won & (closed.day >= first_day.toordinal())
    thousand = 1000 * 100
    return round(int(closed.amount[won].sum()) * AMBITION / thousand) * thousand
