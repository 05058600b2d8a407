"""What was not yet known on a day cannot be seen in the spells of that day."""

import numpy as np

from setpoint.analysis.spells import CENSORED, WON, Spells
from tests.analysis.worlds import World

SPELLS = Spells(
    stage=np.array([0, 0, 1]), start=np.array([10, 20, 30]), end=np.array([15, 40, 50]), next=np.array([1, WON, WON])
)


def test_an_end_in_the_future_is_not_known_and_a_later_spell_does_not_exist():
    known = SPELLS.known_at(25)

    assert known.start.tolist() == [10, 20]
    assert known.end.tolist() == [15, 25]
    assert known.next.tolist() == [1, CENSORED]


def test_the_state_at_a_day_is_the_same_whether_or_not_the_rows_later_columns_are_blanked():
    flow = World().live(seed=1, days=120)
    now = int(flow.spells.start.min()) + 60
    later = flow.spells.end > now
    blanked = Spells(
        flow.spells.stage,
        flow.spells.start,
        np.where(later, now, flow.spells.end),
        np.where(later, CENSORED, flow.spells.next),
    )

    seen, from_blanked = flow.spells.known_at(now), blanked.known_at(now)

    assert (seen.end == from_blanked.end).all()
    assert (seen.next == from_blanked.next).all()


def test_a_value_realised_later_is_unknown():
    flow = World().live(seed=1, days=120)
    now = int(flow.spells.start.min()) + 60

    known = flow.known_at(now)

    assert np.isnan(known.realised[known.open()]).all()
    assert len(known.realised) < len(flow.realised)
