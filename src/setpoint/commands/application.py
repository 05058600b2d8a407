"""Starting Django for a command, in the language of the terminal."""

import os
import sys
from typing import TYPE_CHECKING

from setpoint.commands.language import spoken
from setpoint.commands.refusal import Refusal

if TYPE_CHECKING:
    from setpoint.environment import Environment


def environment() -> "Environment":
    """Return what the installation was told from outside; Refusal names a wrong variable."""
    from pydantic import ValidationError

    from setpoint.environment import Environment

    try:
        return Environment()
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}" for problem in error.errors()]
        raise Refusal("\n".join(lines)) from None


def start_django() -> None:
    """Load the applications. Refusal names a wrong variable of the environment."""
    environment()
    import django
    from django.utils import translation

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "setpoint.settings")
    django.setup()
    translation.activate(spoken())
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
