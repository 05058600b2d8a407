"""Which character parts the cells of a text table."""

import csv
from collections import Counter
from collections.abc import Sequence

CANDIDATES = (",", ";", "\t", "|")
_ROWS = 200


def recognise_delimiter(lines: Sequence[str]) -> str:
    """Choose the delimiter that gives most rows one and the same number of cells, at least two.

    `lines` are the first lines of the file. A table of one column gets a comma.
    """
    return max(CANDIDATES, key=lambda delimiter: _evidence(lines, delimiter))


def _evidence(lines: Sequence[str], delimiter: str) -> tuple[float, int, int]:
    widths = Counter(len(cells) for cells in _records(lines, delimiter) if cells)
    widths.pop(1, None)
    if not widths:
        return (0.0, 0, -CANDIDATES.index(delimiter))
    width, rows = max(widths.items(), key=lambda item: (item[1], item[0]))
    header = next((len(cells) for cells in _records(lines, delimiter) if cells), 0)
    agreement = rows / max(1, sum(1 for cells in _records(lines, delimiter) if cells))
    return (agreement + (0.5 if header == width else 0.0), width, -CANDIDATES.index(delimiter))


def _records(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    records: list[list[str]] = []
    try:
        for cells in csv.reader(lines, delimiter=delimiter):
            records.append(cells)
            if len(records) >= _ROWS:
                break
    except csv.Error:
        pass
    # The sample may end inside a quoted cell.
    return records[:-1] if len(records) > 2 else records  # noqa: PLR2004
