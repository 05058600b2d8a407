"""Several rows within one cell of a table: a line each, values parted by semicolons, quoted as CSV does."""

import csv
import io
from collections.abc import Iterable, Sequence


def pack(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as the text of one cell: a line each, values parted by semicolons, quoted as CSV does."""
    out, every = io.StringIO(), list(rows)
    # of ends of lines the writer quotes only its own
    bare = any("\r" in value for row in every for value in row)
    csv.writer(out, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_ALL if bare else csv.QUOTE_MINIMAL).writerows(
        every
    )
    return out.getvalue().removesuffix("\n")


def unpack(cell: str) -> list[list[str]]:
    """Return the rows of a cell. ValueError where its quotation marks do not match."""
    try:
        return [row for row in csv.reader(io.StringIO(cell, newline=""), delimiter=";", strict=True) if row]
    except csv.Error as error:
        raise ValueError from error
