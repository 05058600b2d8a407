"""Programs that come with a token: who acts by it, and whether it asks too often. Each process counts for itself."""

from django.utils.translation import gettext_lazy as _

from setpoint.kernel import tokens
from setpoint.kernel.actors import Actor
from setpoint.kernel.keys import digest_of
from setpoint.kernel.limits.declared import declare
from setpoint.kernel.limits.reading import rate_of
from setpoint.kernel.rates import Counter

TOKEN = declare("rate.token", _("Requests of a program by its token, a minute"), most=600, seconds=60)
COUNTER = Counter()


class TooOftenError(Exception):
    """The program must wait; an edge answers 429 with Retry-After."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


def admitted(token: str) -> Actor | None:
    """Return who acts by this token, None where it opens nothing. TooOftenError where it came too often."""
    actor = tokens.actor_of(token)
    if actor is not None and (seconds := COUNTER.wait(digest_of(token), rate_of(TOKEN))):
        raise TooOftenError(seconds)
    return actor
