"""Where the files of the copy are, and how rows get into them."""

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

CHANGED = "changed"


def folder() -> Path:
    """Return the folder of the copy."""
    return Path(settings.HOME) / "columns"


def file_of(part: str, table: str) -> Path:
    """Return the file of a table in a part."""
    return folder() / part / f"{table}.parquet"


class Part:
    """A folder of Parquet files being written: whole, or not there."""

    def __init__(self, name: str, schemas: Mapping[str, pa.Schema]) -> None:
        self.name, self.making = name, folder() / f"{name}.making"
        shutil.rmtree(self.making, ignore_errors=True)
        self.making.mkdir(parents=True, mode=0o700)
        self.writers = {
            table: pq.ParquetWriter(self.making / f"{table}.parquet", schema, compression="zstd")
            for table, schema in schemas.items()
        }

    def add(self, tables: Mapping[str, pa.Table]) -> None:
        """Write rows behind those that are there."""
        for name, table in tables.items():
            if len(table):
                self.writers[name].write_table(table)

    def close(self) -> None:
        """Put the part in its place."""
        for writer in self.writers.values():
            writer.close()
        target = folder() / self.name
        shutil.rmtree(target, ignore_errors=True)
        self.making.rename(target)


def keep_only(names: Iterable[str]) -> None:
    """Delete every part but these."""
    kept = set(names)
    for path in folder().glob("*"):
        if path.name not in kept:
            shutil.rmtree(path, ignore_errors=True)
