"""An export of deals, as large as one likes, for benchmarks."""

import random
from datetime import date, timedelta
from pathlib import Path


def write_export(path: Path, rows: int) -> None:
    """Write an export like a real one: a year of deals, half won, a quarter lost, a few undated."""
    chance = random.Random(2017)
    first = date(2017, 1, 1)
    with path.open("w") as out:
        out.write("Opportunity ID,Sales agent,Product,Account,Deal stage,Engage date,Close date,Close value\n")
        for number in range(rows):
            opened = first + timedelta(chance.randrange(300))
            closed = opened + timedelta(chance.randrange(1, 60))
            stage = chance.choices(("Won", "Lost", "Engaging", "Prospecting"), (48, 28, 18, 6))[0]
            ended = stage in ("Won", "Lost")
            cells = (
                f"B{number:07}",
                f"Seller {number % 30}",
                f"Product {number % 7}",
                f"Customer {number % 400}" if chance.random() > 0.15 else "",
                stage,
                "" if stage == "Prospecting" else f"{opened:%m/%d/%Y}",
                f"{closed:%m/%d/%Y}" if ended else "",
                str(chance.randrange(50, 9000)) if stage == "Won" else "0" if ended else "",
            )
            out.write(",".join(cells) + "\n")
