"""A million contacts through an import with its check for duplicates: rows per second, memory, hold of the writer.

    python benchmarks/bench_import_contacts.py HOME [ROWS]

DATABASE_URL names a PostgreSQL, else SQLite in HOME. One row in fifty says a contact of before once more. HOME is kept:
started again on it, the import goes on where it stood; what was measured is in HOME/measured.jsonl.
"""

import csv
import json
import os
import random
import resource
import sys
import time
from pathlib import Path

HOME = Path(sys.argv[1])
ROWS = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
HOME.mkdir(parents=True, exist_ok=True)
ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ["SETPOINT_HOME"] = str(HOME)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "setpoint.settings")
TELL_EVERY = 20_000
AGAIN = 50
FIRST = ("Anna", "Boris", "Clara", "Dmitri", "Elena", "Fyodor", "Greta", "Ivan", "Julia", "Kirill", "Maria", "Olga")
LAST = ("Ash", "Birch", "Cedar", "Dubov", "Elm", "Fir", "Gorin", "Hazel", "Ivanov", "Juniper", "Larch", "Novak", "Oak")


def told(**values: object) -> None:
    """Keep what was measured, and show it."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    at = {"wall": round(time.perf_counter()), "cpu": round(usage.ru_utime + usage.ru_stime, 1)}
    line = json.dumps({**at, **values, "max_rss_mib": usage.ru_maxrss // 1024, "load": round(os.getloadavg()[0], 1)})
    with (HOME / "measured.jsonl").open("a") as out:
        out.write(line + "\n")
    print(line, flush=True)


def write_contacts(path: Path, rows: int) -> None:
    """Write people with e-mail, telephone and city; each company has about a hundred of them."""
    draw = random.Random(4)
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["Contact id", "First name", "Last name", "Email", "Mobile phone", "Company", "City"])
        for number in range(rows):
            one = draw.randrange(number) if number % AGAIN == AGAIN - 1 else number
            person = random.Random(one)
            first, last = person.choice(FIRST), f"{person.choice(LAST)}{one % 9973}"
            writer.writerow(
                [
                    f"C{number}",
                    first,
                    last,
                    f"{first}.{last}.{one}@firm{one // 100}.example".lower(),
                    f"+7 9{one % 100:02} {one // 100 % 1000:03}-{one // 100_000 % 100:02}-{one % 97:02}",
                    f"Firm {one // 100}" if one % 3 else "",
                    "",
                ]
            )


def main() -> None:
    """Write the file, read it, import it; each step once."""
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from setpoint.kernel.actors import SYSTEM  # noqa: PLC0415
    from setpoint.kernel.models import Company  # noqa: PLC0415
    from setpoint.platform.importing import pacing, running  # noqa: PLC0415
    from setpoint.platform.importing.uploads import Upload, upload  # noqa: PLC0415
    from setpoint.platform.models import ImportRun, ImportState  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    Company.objects.get_or_create(name="Bench", currency="USD", country="RU")
    run = ImportRun.objects.first()
    if run is None:
        export = HOME / "contacts.csv"
        write_contacts(export, ROWS)
        told(step="written", mib=export.stat().st_size // 2**20)
        begun = time.perf_counter()
        with export.open("rb") as content:
            run = upload([Upload("contacts.csv", content)], by=SYSTEM)
        told(step="read", seconds=round(time.perf_counter() - begun, 1), kind=run.files.get().kind)
    if run.state == ImportState.DRAFT:
        run = running.start(run, by=SYSTEM)
    chunks: list[float] = []
    learn = pacing.Pace.learn

    def noted(pace: pacing.Pace, seconds: float) -> None:
        chunks.append(seconds)
        learn(pace, seconds)

    pacing.Pace.learn = noted  # type: ignore[method-assign]
    begun, last = time.perf_counter(), 0

    def tick(done: int, total: int) -> None:
        nonlocal last
        if done - last >= TELL_EVERY or done == total:
            last = done
            usual = sorted(chunks) or [0.0]
            told(
                step="rows",
                done=done,
                seconds=round(time.perf_counter() - begun, 1),
                chunk_median_ms=round(usual[len(usual) // 2] * 1000),
                chunk_p99_ms=round(usual[int(len(usual) * 0.99)] * 1000),
            )
            chunks.clear()

    if run.state == ImportState.RUNNING:
        running.work(run, tick=tick)
        file = run.files.get()
        told(step="done", seconds=round(time.perf_counter() - begun, 1), created=file.created, matched=file.matched)


if __name__ == "__main__":
    main()
