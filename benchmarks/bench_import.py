"""How fast an import is: deals committed with their facts per second, figures caught up, memory, longest chunk.

    python benchmarks/bench_import.py [ROWS]

Uses a home of its own that goes away; DATABASE_URL is honoured.
"""

import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

from export_of_deals import write_export

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
HOME = tempfile.TemporaryDirectory(prefix="setpoint-bench-")
os.environ["SETPOINT_HOME"] = HOME.name
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "setpoint.settings")


def main() -> None:
    """Import, let the figures catch up, print what was measured."""
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from setpoint.journal.followers import catch_up  # noqa: PLC0415
    from setpoint.kernel.actors import SYSTEM  # noqa: PLC0415
    from setpoint.kernel.models import Company  # noqa: PLC0415
    from setpoint.platform.importing import command, running  # noqa: PLC0415
    from setpoint.platform.importing.command import Answers  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    Company.objects.create(name="Bench", currency="USD")
    export = Path(HOME.name) / "deals.csv"
    write_export(export, ROWS)
    chunks: list[float] = []
    learn = running.Pace.learn

    def noted(pace: running.Pace, seconds: float) -> None:
        chunks.append(seconds)
        learn(pace, seconds)

    running.Pace.learn = noted  # type: ignore[method-assign]
    caught: list[float] = []

    def timed() -> int:
        begun = time.perf_counter()
        count = catch_up(["measures"])
        caught.append(time.perf_counter() - begun)
        return count

    command.catch_up = timed
    begun = time.perf_counter()
    marks: list[tuple[int, float]] = []
    processor = [0.0]

    def tick(done: int, _total: int) -> None:
        processor.append(time.process_time())
        marks.append((done, time.perf_counter()))

    result = command.run_import_from_command(
        "deals",
        [export],
        by=SYSTEM,
        answers=Answers(currency="USD"),
        tick=tick,
    )
    upload = marks[0][1] - chunks[0] - begun
    written = marks[-1][1] - marks[0][1] + chunks[0]
    usual = sorted(chunks)
    print(
        json.dumps(
            {
                "rows": result["files"][0]["created"],
                "upload_and_survey_s": round(upload, 1),
                "write_s": round(written, 1),
                "deals_per_s": round(ROWS / written),
                "deals_per_processor_second": round((ROWS - marks[0][0]) / (processor[-1] - processor[1])),
                "measures_caught_up_s": round(caught[0], 1),
                "chunks": len(chunks),
                "chunk_median_ms": round(usual[len(usual) // 2] * 1000),
                "chunk_p99_ms": round(usual[int(len(usual) * 0.99)] * 1000),
                "chunk_longest_ms": round(usual[-1] * 1000),
                "max_rss_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                "load": os.getloadavg()[0],
            }
        )
    )


if __name__ == "__main__":
    main()
