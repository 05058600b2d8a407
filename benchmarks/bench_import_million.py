"""A million rows through an import: rows per second, memory, longest hold of the writer, figures caught up.

    python benchmarks/bench_import_million.py HOME [ROWS]

HOME is kept. Started again on the same HOME it goes on where it stood; what was measured is in HOME/measured.jsonl.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path

from export_of_deals import write_export

HOME = Path(sys.argv[1])
ROWS = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
HOME.mkdir(parents=True, exist_ok=True)
os.environ["SETPOINT_HOME"] = str(HOME)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "setpoint.settings")
TELL_EVERY = 20_000


def told(**values: object) -> None:
    """Keep what was measured, and show it."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    at = {"wall": round(time.perf_counter()), "cpu": round(usage.ru_utime + usage.ru_stime, 1)}
    line = json.dumps({**at, **values, "max_rss_mib": usage.ru_maxrss // 1024, "load": round(os.getloadavg()[0], 1)})
    with (HOME / "measured.jsonl").open("a") as out:
        out.write(line + "\n")
    print(line, flush=True)


def main() -> None:
    """Write the export, read it, import it, let the figures catch up; each step once."""
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from setpoint.journal.followers import catch_up  # noqa: PLC0415
    from setpoint.kernel.actors import SYSTEM  # noqa: PLC0415
    from setpoint.kernel.models import Company  # noqa: PLC0415
    from setpoint.platform.importing import agreeing, pacing, running  # noqa: PLC0415
    from setpoint.platform.importing.agreement import Agreement  # noqa: PLC0415
    from setpoint.platform.importing.findings import Survey  # noqa: PLC0415
    from setpoint.platform.importing.uploads import Upload, upload  # noqa: PLC0415
    from setpoint.platform.models import ImportRun, ImportState  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    Company.objects.get_or_create(name="Bench", currency="USD")
    run = ImportRun.objects.first()
    if run is None:
        export = HOME / "deals.csv"
        write_export(export, ROWS)
        told(step="written", mib=export.stat().st_size // 2**20)
        with export.open("rb") as content:
            run = upload([Upload("deals.csv", content)], by=SYSTEM)
        told(step="read")
    if run.state == ImportState.DRAFT:
        file = run.files.get()
        found, proposed = Survey.from_json(file.survey), Agreement.from_json(file.agreement)
        agreement = found.agreement(proposed.columns, currency="USD", repaired=True)
        agreeing.agree(file, Agreement.from_json({**agreement.to_json(), "settings": proposed.settings}), by=SYSTEM)
        run = running.start(run, by=SYSTEM)
    chunks: list[float] = []
    learn = pacing.Pace.learn

    def noted(pace: pacing.Pace, seconds: float) -> None:
        chunks.append(seconds)
        learn(pace, seconds)

    pacing.Pace.learn = noted  # type: ignore[method-assign]
    last = 0

    def tick(done: int, total: int) -> None:
        nonlocal last
        if done - last >= TELL_EVERY or done == total:
            last = done
            usual = sorted(chunks) or [0.0]
            told(
                step="rows",
                done=done,
                chunk_median_ms=round(usual[len(usual) // 2] * 1000),
                chunk_p99_ms=round(usual[int(len(usual) * 0.99)] * 1000),
            )
            chunks.clear()

    if run.state == ImportState.RUNNING:
        running.work(run, tick=tick)
        told(step="done")
    begun = time.perf_counter()
    catch_up(["measures"])
    told(step="figures caught up", seconds=round(time.perf_counter() - begun, 1))


if __name__ == "__main__":
    main()
