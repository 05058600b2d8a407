"""A home of its own for every run, made before Django reads its settings: tests never touch anybody's data."""

import atexit
import os
import shutil
import tempfile

if "PYTEST_XDIST_WORKER" not in os.environ:
    home = tempfile.mkdtemp(prefix="setpoint-tests-")
    os.environ["SETPOINT_HOME"] = home
    atexit.register(shutil.rmtree, home, ignore_errors=True)
