"""A process that ends when its parent is gone, however the parent went (a killed one can stop nobody)."""

import os
import threading
import time

EVERY_SECONDS = 0.5


def end_with_parent(parent: int | None = None) -> None:
    """Watch the parent (the present one by default) and end this process at once when it is no longer there."""
    expected = os.getppid() if parent is None else parent

    def watch() -> None:
        while os.getppid() == expected:
            time.sleep(EVERY_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, name="leash", daemon=True).start()
