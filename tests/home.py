"""A home of its own for every run, made before Django reads its settings: tests never touch anybody's data."""

import atexit
import os
import shutil
import sys
import tempfile

# where a machine forbids it, every run would compile the whole house anew
sys.dont_write_bytecode = False

worker = os.environ.get("PYTEST_XDIST_WORKER")
if worker is None:
    home = tempfile.mkdtemp(prefix="setpoint-tests-")
    os.environ["SETPOINT_HOME"] = home
    atexit.register(shutil.rmtree, home, ignore_errors=True)
elif servers := os.environ.get("DATABASE_URLS", "").split():
    # gw0, gw1...: to each the server of its number (scripts/with-postgres)
    os.environ["DATABASE_URL"] = servers[int(worker.removeprefix("gw")) % len(servers)]
