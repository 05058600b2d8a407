"""A piece of work in a process of its own, so that its threads, connections and memory go with it."""

import os
import sys
import traceback
from collections.abc import Callable

from setpoint.commands.refusal import Refusal


def apart(work: Callable[[], object]) -> None:
    """Do `work` in a forked process and wait for it. SystemExit with its code where it failed and has said why."""
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        os._exit(_code_of(work))
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code:
        raise SystemExit(code if code > 0 else 1)


def _code_of(work: Callable[[], object]) -> int:
    try:
        work()
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BaseException:  # noqa: BLE001 (this process ends here, whatever it was)
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0
