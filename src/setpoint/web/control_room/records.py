"""Where a figure leads: to the records that it counts, as the list of deals shows them."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

# which deals make a parameter, and whether the days of the goal narrow them
DEALS: Mapping[str, tuple[str, bool]] = {
    "sales.revenue": ("won", True),
    "sales.won": ("won", True),
    "sales.created": ("all", True),
    "sales.win_rate": ("closed", True),
    "sales.cycle": ("closed", True),
    "sales.pipeline": ("open", False),
}
SCOPES = ("owner", "team", "product")


def records(row: Mapping[str, Any], first: str = "", last: str = "") -> str:
    """Return the address of the records behind the fact of a goal; empty where there are none to list.

    `row` as of the report. `first` and `last` narrow it to days; the period of the goal up to its last reading else.
    """
    if row["parameter"] not in DEALS:
        return ""
    state, dated = DEALS[row["parameter"]]
    wanted = {"state": state}
    if row["scope_kind"] in SCOPES:
        wanted[row["scope_kind"]] = str(row["scope_id"])
    if dated:
        wanted["from"] = first or row["first_day"]
        wanted["to"] = last or min(row["last_day"], row["as_of"])
    return f"{reverse('deals')}?{urlencode(wanted)}"


def pipeline(row: Mapping[str, Any]) -> str:
    """Return the address of the open deals of a goal's scope, from which its forecast grows."""
    return records({**row, "parameter": "sales.pipeline"}) if row["parameter"] in DEALS else ""
