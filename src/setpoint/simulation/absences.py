"""Who is away when: holidays with their season, illness, and the absences of a scenario."""

from datetime import date, timedelta

import numpy as np

from setpoint.simulation import shocks
from setpoint.simulation.draws import Bools, Stream
from setpoint.simulation.parameters import WorldParameters


class Absences:
    """Absences of all sellers, drawn per seller and year, so that any day can be asked at once."""

    def __init__(self, parameters: WorldParameters, seed: int) -> None:
        """Keep what the draws need."""
        self._parameters = parameters
        self._seed = seed
        self._years: dict[int, Bools] = {}

    def on(self, day: date) -> Bools:
        """Return [owner], true where the seller is away on `day`."""
        if day.year not in self._years:
            self._years[day.year] = self._year(day.year)
        away: Bools = self._years[day.year][:, day.timetuple().tm_yday - 1].copy()
        for shock in self._parameters.shocks:
            if isinstance(shock, shocks.Absence) and shock.on(day):
                away[list(shock.owners)] = True
        return away

    def _year(self, year: int) -> Bools:
        away = np.zeros((self._parameters.owners, 366), dtype=np.bool_)
        for owner in range(self._parameters.owners):
            for begin, length in self._spells(owner, year):
                away[owner, begin : begin + length] = True
        return away

    def _spells(self, owner: int, year: int) -> list[tuple[int, int]]:
        """Return (day of the year from 0, calendar days); a spell ends with the year."""
        given = self._parameters
        luck = np.random.default_rng([self._seed, Stream.ABSENCE, owner, year])
        months = np.array(given.vacation_months) / sum(given.vacation_months)
        spells = []
        for length in given.vacation:
            begin = date(year, 1 + int(luck.choice(12, p=months)), 1) + timedelta(days=int(luck.integers(28)))
            monday = begin - timedelta(days=begin.weekday())
            spells.append((max(monday.timetuple().tm_yday - 1, 0) if monday.year == year else 0, length))
        ill = int(luck.poisson(given.sick_spells))
        lengths = luck.geometric(1 / given.sick_days, ill)
        return spells + list(zip(luck.integers(365, size=ill).tolist(), lengths.tolist(), strict=True))
