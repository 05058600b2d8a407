"""How well duplicates are found where the true pairs are known: F1 without examples, on the published data sets.

`python benchmarks/bench_duplicates.py` reads SETPOINT_DATA and fails where a published F1 is missed by more than its
tolerance.
"""

import sys
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tests.analysis.duplicates import published  # noqa: E402 - the path comes first
from tests.groups import DATA  # noqa: E402 - see above

SETS = (
    ("febrl1", published.febrl(DATA, 1), 0.999, 0.01),
    ("febrl2", published.febrl(DATA, 2), 0.997, 0.01),
    ("fake_1000", published.fake_1000(DATA), 0.825, 0.03),
    ("RLdata500", published.rldata500(DATA), None, 0),
    ("restaurants", published.restaurants(DATA), None, 0),
)


def main() -> int:
    """Measure each set."""
    missed = 0
    print(f"{'':12} {'true':>5} {'found':>6} {'right':>6} {'F1':>6}  published")
    for name, told, bar, tolerance in SETS:
        begun = perf_counter()
        score = published.measure(told)
        against = f"{bar} within {tolerance}" if bar else ""
        took = perf_counter() - begun
        print(f"{name:12} {score.true:5} {score.found:6} {score.right:6} {score.f1:6.3f}  {against:18} {took:.1f} s")
        missed += bar is not None and score.f1 < bar - tolerance
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
