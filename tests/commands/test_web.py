"""What a worker of the web server does before anybody asks."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

LOAD = """
import threading
from setpoint.commands.processes import web_worker
next(thread for thread in threading.enumerate() if thread.name == "warm-up").join()
from setpoint.platform.search import words
print(words._russian.cache_info().currsize, words._english.cache_info().currsize)
"""


@pytest.mark.long
def test_the_dictionaries_of_the_search_are_loaded_when_it_starts(tmp_path: Path) -> None:
    variables = os.environ | {"SETPOINT_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "setpoint.settings"}
    done = subprocess.run(
        [sys.executable, "-c", LOAD], env=variables, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.split() == ["1", "1"]
