"""The board with 100,000 open deals on SQLite: server time of the page, as an owner, a head and a seller see it.

`python benchmarks/bench_board.py [--deals 100000] [--runs 50]`; fails where a median is 100 ms or more.
"""

import argparse
import sys

from companies import open_deals
from timing import slow_page, timed

from tests.cast import make_cast

LIMIT_MS = 100


def main() -> int:
    """Make the company, ask for the pages; return how many were too slow."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--deals", type=int, default=100_000)
    asked.add_argument("--runs", type=int, default=50)
    options = asked.parse_args()
    cast = make_cast()
    timed(f"{options.deals:,} deals", lambda: open_deals(cast, [cast.sara, cast.semyon, cast.nora], options.deals))
    pages = {
        "/deals/board": (cast.olga, cast.henry, cast.sara),
        f"/deals/board?q=shed+{options.deals // 2}": (cast.olga,),
        "/deals": (cast.olga, cast.sara),
        "/today": (cast.sara,),
    }
    return sum(
        slow_page(address, person, runs=options.runs, limit_ms=LIMIT_MS)
        for address, people in pages.items()
        for person in people
    )


if __name__ == "__main__":
    sys.exit(main())
