"""The one picture of a goal as options of the chart: plan dashed, tolerance soft, fact solid, forecast a fan."""

from typing import Any

from babel.dates import format_date
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from setpoint.loop.act.levers import LEVERS
from setpoint.loop.cycle_series import Series

# readable for the colour-blind (Okabe and Ito) and in grey; the page's theme gives text and ground
FACT, FORECAST, MARK = "#0072B2", "#56B4E9", "#D55E00"


def picture(series: Series, scale: float, unit: str) -> dict[str, Any]:
    """Return chart options; values are divided by `scale` (minor units per unit), `unit` names the axis."""
    locale = get_language() or "en"

    def line(name: str, values: list[Any], **style: Any) -> dict[str, Any]:
        return {
            "name": name,
            "type": "line",
            "symbol": "none",
            "data": [None if value is None else round(value / scale, 2) for value in values],
            **style,
        }

    def band(low: list[Any], high: list[Any], name: str, colour: str, opacity: float) -> list[dict[str, Any]]:
        """Two stacked lines: the lower one unseen, the difference filled."""
        width = [None if a is None or b is None else b - a for a, b in zip(low, high, strict=True)]
        unseen = {"lineStyle": {"opacity": 0}, "stack": name, "silent": True, "tooltip": {"show": False}}
        return [
            line(f"{name} ", low, **unseen),
            line(name, width, **unseen | {"areaStyle": {"color": colour, "opacity": opacity}}),
        ]

    marks = [
        {"xAxis": format_date(mark["day"], "d MMM", locale=locale), "name": mark["name"], "url": mark["url"]}
        for mark in marks_of(series)
    ]
    return {
        "grid": {"left": 8, "right": 16, "top": 36, "bottom": 8, "containLabel": True},
        "legend": {"top": 0, "right": 0, "data": [_("Plan"), _("Fact"), _("Forecast")], "itemWidth": 22},
        "tooltip": {"trigger": "axis"},
        "xAxis": {
            "type": "category",
            "boundaryGap": False,
            "data": [format_date(day, "d MMM", locale=locale) for day in series.days],
        },
        "yAxis": {"type": "value", "name": unit, "splitLine": {"lineStyle": {"opacity": 0.25}}},
        "series": [
            *band(series.low, series.high, _("Tolerance"), "#888888", 0.14),
            *band(series.q10, series.q90, "80 %", FORECAST, 0.22),
            *band(series.q25, series.q75, "50 %", FORECAST, 0.32),
            line(_("Plan"), series.plan, lineStyle={"type": "dashed", "width": 2, "color": "#888888"}, color="#888888"),
            line(_("Forecast"), series.mean, lineStyle={"type": "dotted", "width": 2}, color=FORECAST),
            line(
                _("Fact"),
                series.fact,
                lineStyle={"width": 3},
                color=FACT,
                markLine={
                    "symbol": ["none", "circle"],
                    "label": {"show": False},
                    "emphasis": {"label": {"show": True, "formatter": "{b}", "color": "inherit"}},
                    "lineStyle": {"color": MARK, "type": "solid", "width": 1.5},
                    "data": marks,
                },
            ),
        ],
    }


def marks_of(series: Series) -> list[dict[str, Any]]:
    """Return the corrections in the picture: number, day, name of the lever, address."""
    return [
        {
            "correction": mark.correction,
            "day": mark.day,
            "name": str(LEVERS[mark.lever].name),
            "url": reverse("correction", args=[mark.correction]),
        }
        for mark in series.marks
        if mark.lever in LEVERS
    ]
