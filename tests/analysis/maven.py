"""The Maven export as a flow: only what the mathematics needs, read from SETPOINT_DATA."""

import csv
import io
from datetime import datetime

import numpy as np
import zstandard

from setpoint.analysis.flow import Flow
from setpoint.analysis.spells import CENSORED, LOST, WON, Spells
from tests.groups import DATA

FOLDER = DATA / "maven_crm"
OUTCOMES = {"Won": WON, "Lost": LOST, "Engaging": CENSORED}
EXPORTED = datetime(2017, 12, 31).toordinal()  # noqa: DTZ001 - dates of the export have no zone
MISSPELT = {"GTXPro": "GTX Pro"}


def read_flow() -> Flow:
    """All dated opportunities as one spell each; traits are agent and product."""
    with (FOLDER / "products.csv").open(encoding="utf-8") as file:
        price = {row["product"]: float(row["sales_price"]) for row in csv.DictReader(file)}
    packed = (FOLDER / "sales_pipeline.csv.zst").open("rb")
    with packed, zstandard.ZstdDecompressor().stream_reader(packed) as stream:
        rows = [row for row in csv.DictReader(io.TextIOWrapper(stream, "utf-8")) if row["engage_date"]]
    product = [MISSPELT.get(row["product"], row["product"]) for row in rows]
    following = np.array([OUTCOMES[row["deal_stage"]] for row in rows])
    count = len(rows)
    return Flow(
        spells=Spells(
            stage=np.zeros(count, dtype=np.int64),
            start=np.array([_day(row["engage_date"]) for row in rows]),
            end=np.array([_day(row["close_date"]) if row["close_date"] else EXPORTED for row in rows]),
            next=following,
        ),
        item=np.arange(count),
        node=np.zeros(count, dtype=np.int64),
        value=np.array([price[name] for name in product]),
        realised=np.array([float(row["close_value"]) if row["deal_stage"] == "Won" else np.nan for row in rows]),
        arrival=np.ones(count, dtype=bool),
        traits=np.stack([_groups([row["sales_agent"] for row in rows]), _groups(product)]),
    )


def _day(text: str) -> int:
    return datetime.strptime(text, "%m/%d/%Y").toordinal()  # noqa: DTZ007 - as above


def _groups(names: list[str]):
    return np.unique(names, return_inverse=True)[1]
