"""One `setpoint run` for one home folder."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from gettext import gettext as _
from pathlib import Path

from setpoint.commands.refusal import Refusal

Note = Callable[[str], None]


@contextmanager
def only_one(home: Path) -> Iterator[Note]:
    """Hold the lock of `home`; yields a function that notes where we answer, for whoever comes second.

    The system lets go of the lock when the process ends, however it ends. Refusal when somebody holds it.
    """
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (home / "run.lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise Refusal(
                _("Setpoint is running on %(home)s already (%(where)s). Stop it first, or name another SETPOINT_HOME.")
                % {"home": home, "where": file.read().strip()}
            ) from None
        # a child that outlives us for a moment must not hold what we held
        os.register_at_fork(after_in_child=file.close)

        def note(where: str) -> None:
            file.seek(0)
            file.truncate()
            file.write(_("process %(pid)s, %(where)s") % {"pid": os.getpid(), "where": where})
            file.flush()

        note(_("starting"))
        yield note
