"""`python -m tests.upgrade.make_dump`, once for a version and database, with the code of that version: keeps its dump.

On PostgreSQL: scripts/with-postgres .venv/bin/python -m tests.upgrade.make_dump
"""

import json
import os
import tempfile
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

HERE = Path(__file__).parent


def main() -> None:
    """Found the company in a home of its own, back it up, pack the archive as small as it goes."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"SETPOINT_HOME": home, "DJANGO_SETTINGS_MODULE": "setpoint.settings"}
        import django

        django.setup()
        from django.db import connection

        from setpoint import __version__
        from setpoint.commands.preparing import prepare
        from setpoint.commands.upkeep.backing_up import back_up
        from tests.upgrade.company import figures, found

        prepare(say=print)
        found()
        folder = HERE / __version__
        folder.mkdir(exist_ok=True)
        (folder / "figures.json").write_text(
            json.dumps(figures(), ensure_ascii=False, indent=1, default=str), encoding="utf-8"
        )
        packed = Path(home) / "dump.zip"
        back_up(packed, with_keys=True)
        kept = folder / f"{connection.vendor}.zip"
        with ZipFile(packed) as source, ZipFile(kept, "w", ZIP_DEFLATED, compresslevel=9) as smaller:
            for name in source.namelist():
                smaller.writestr(name, source.read(name))
        print(f"{kept}: {kept.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
