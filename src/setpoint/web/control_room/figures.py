"""Figures of goals in the units that people read."""

from dataclasses import dataclass
from typing import Any

from babel.numbers import format_decimal, format_percent
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from setpoint.kernel.money import Money, exponent
from setpoint.kernel.patterns import pattern

SECONDS_PER_DAY = 86400
MILLION = 1_000_000


@dataclass(frozen=True)
class Unit:
    """How quantities of a parameter are written; `unit` as of `Parameter.unit`."""

    unit: str
    currency: str

    @property
    def scale(self) -> float:
        """Smallest units in one that is read."""
        match self.unit:
            case "money":
                return float(10 ** exponent(self.currency))
            case "ppm":
                return MILLION / 100
            case "seconds":
                return SECONDS_PER_DAY
            case _:
                return 1.0

    @property
    def name(self) -> str:
        """What the axis of a chart says."""
        return {"money": self.currency, "ppm": "%", "seconds": _("days")}.get(self.unit, "")

    def typed(self, value: float) -> str:
        """Return a quantity as it stands in a field to be changed: no thousands, no unit."""
        return f"{value / self.scale:.0f}" if self.unit == "money" else f"{value / self.scale:g}"

    def write(self, value: float | None, *, signed: bool = False) -> str:
        """Return a quantity as people write it; `signed` marks gains too."""
        if value is None:
            return "—"
        # a true minus: babel puts it in front of the sign of the currency as it does the hyphen
        text = self._write(value, get_language() or "en").replace("-", "−")
        return f"+{text}" if signed and value > 0 else text

    def _write(self, value: float, locale: str) -> str:
        match self.unit:
            case "money":
                return Money(round(value), self.currency).format(locale, whole=True)
            case "ppm":
                return format_percent(
                    value / MILLION, pattern("#,##0.0 %" if locale == "ru" else "#,##0.0%"), locale=locale
                )
            case "seconds":
                return _("%(days)s days") % {
                    "days": format_decimal(value / SECONDS_PER_DAY, pattern("#,##0.0"), locale=locale)
                }
            case _:
                return format_decimal(value, pattern("#,##0"), locale=locale)


def written(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of the report with every quantity also in words: `said`."""
    unit = Unit(row["unit"], row["currency"])
    names = ("plan", "expected", "actual", "mean", "q10", "q90")
    said = {name: unit.write(row[name]) for name in names}
    said["gap"] = unit.write(row["mean"] - row["plan"], signed=True)
    said["pace"] = unit.write(row["actual"] - row["expected"], signed=True)
    said["at_risk"] = Unit("money", row["currency"]).write(row["money_at_risk"])
    return {**row, "said": said}
