"""`setpoint mcp`: tools for an agent over standard input and output (Model Context Protocol)."""

import asyncio
import os
from argparse import ArgumentParser, Namespace
from gettext import gettext as _

from setpoint.commands.application import start_django
from setpoint.commands.refusal import Refusal

VARIABLE = "SETPOINT_TOKEN"


def describe() -> str:
    """Say what it does."""
    return _("give an agent tools over standard input and output, for the person whose token SETPOINT_TOKEN holds")


def configure(parser: ArgumentParser) -> None:
    """Take no arguments."""
    del parser


def run(arguments: Namespace) -> int:
    """Serve until the agent ends the session."""
    del arguments
    token = os.environ.get(VARIABLE, "").strip()
    if not token:
        raise Refusal(_("SETPOINT_TOKEN is empty: make a token on the page of your security and put it there."))
    start_django()
    from setpoint.api.mcp.server import serve_stdio

    asyncio.run(serve_stdio(token))
    return 0
