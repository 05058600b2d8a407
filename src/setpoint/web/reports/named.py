"""A report by the key that tiles and letters know it by: one of the house, or one that is kept."""

from collections.abc import Mapping
from typing import NamedTuple

from django.urls import reverse

from setpoint.domains.analytics.permissions import REPORT
from setpoint.domains.analytics.reports.declared import REPORTS
from setpoint.domains.analytics.reports.keys import SAVED, saved_report_of
from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import visible_to
from setpoint.web.reports.building import built
from setpoint.web.reports.sheets import Sheet, sheets_of


class Named(NamedTuple):
    """What a report is called, where it is, and its tables."""

    name: str
    url: str
    sheets: list[Sheet]


def named(key: str, asked: Mapping[str, str], by: Actor, currency: str, number: int = 0) -> Named | None:
    """Answer a report by its key; None where it is gone, or not shared with the actor any more."""
    if key in REPORTS:
        sheets, _as_of = sheets_of(REPORTS[key], asked, by, currency)
        return Named(str(REPORTS[key].name), reverse("report", args=[key]), sheets)
    kept = saved_report_of(key)
    if kept is None or not visible_to(by, REPORT).filter(pk=kept.pk).exists():
        return None
    url = reverse("saved_report", args=[kept.pk])
    return Named(kept.name, url, [built(kept.asked, by, currency, number=number)])


def choices(by: Actor) -> list[tuple[str, str]]:
    """Return the reports that a tile or a letter can be of, by key."""
    house = [(one.key, str(one.name)) for one in sorted(REPORTS.values(), key=lambda one: one.order)]
    return house + [(f"{SAVED}{pk}", name) for pk, name in visible_to(by, REPORT).values_list("pk", "name")]
