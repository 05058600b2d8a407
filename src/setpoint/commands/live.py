"""`setpoint live`: the small asynchronous process that tells browsers what has changed."""

from argparse import ArgumentParser, Namespace
from gettext import gettext as _

from setpoint.commands.application import environment, start_django
from setpoint.commands.refusal import Refusal

# streams never end by themselves: do not wait for them
GRACE_SECONDS = 1


def describe() -> str:
    """Say what it does."""
    return _("tell browsers what has changed (SETPOINT_LIVE_PORT)")


def configure(parser: ArgumentParser) -> None:
    """Take no arguments."""
    del parser


def run(arguments: Namespace) -> int:
    """Serve until a signal comes."""
    del arguments
    told = environment()
    if not told.live_port:
        raise Refusal(_("SETPOINT_LIVE_PORT names no port."))
    start_django()
    import uvicorn

    from setpoint.asgi import application

    uvicorn.run(
        application,
        host=told.listen,
        port=told.live_port,
        log_level="warning",
        access_log=False,
        # ours is in place already
        log_config=None,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    return 0
