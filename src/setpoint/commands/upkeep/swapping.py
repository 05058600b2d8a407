"""Parts of a home replaced together, or not at all."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree


@contextmanager
def swapped(home: Path, stage: Path, names: Sequence[str]) -> Iterator[None]:
    """Let what stands in `stage` take the place of `names` in `home`; what was there comes back after an exception."""
    aside = Path(tempfile.mkdtemp(dir=home, prefix=".replaced-"))
    moved: list[tuple[Path, Path]] = []
    try:
        for source, to in ((home, aside), (stage, home)):
            for name in names:
                if (source / name).exists():
                    (source / name).rename(to / name)
                    moved.append((source / name, to / name))
        yield
    except BaseException:
        for was, now in reversed(moved):
            now.rename(was)
        aside.rmdir()
        raise
    rmtree(aside)
