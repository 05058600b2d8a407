"""A home of its own, migrated and thrown away after. Import this before anything of Setpoint."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
HOME = tempfile.mkdtemp(prefix="setpoint-bench-")
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ |= {"SETPOINT_HOME": HOME, "DJANGO_SETTINGS_MODULE": "setpoint.settings"}

import django  # noqa: E402 - the settings must know the home first

django.setup()

from django.core.management import call_command  # noqa: E402 - after setup

call_command("migrate", verbosity=0)
