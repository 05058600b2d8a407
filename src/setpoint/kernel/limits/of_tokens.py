"""Programs that come with a token: who acts by it, and whether it asks too often. Each process counts for itself."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from setpoint.kernel import tokens
from setpoint.kernel.actors import Actor
from setpoint.kernel.keys import digest_of
from setpoint.kernel.limits.declared import declare
from setpoint.kernel.limits.reading import rate_of
from setpoint.kernel.rates import Counter, Taken

TOKEN = declare("rate.token", _("Requests of a program by its token, a minute"), most=600, seconds=60)
COUNTER = Counter()


class TooOftenError(Exception):
    """The program must wait; an edge answers 429 with Retry-After."""

    def __init__(self, taken: Taken) -> None:
        super().__init__(f"wait {taken.wait} s")
        self.taken = taken
        self.seconds = taken.wait


@dataclass(frozen=True)
class Admitted:
    """A program may go on; `taken` says how often more it may ask."""

    actor: Actor
    taken: Taken


def admitted(token: str) -> Admitted | None:
    """Return who acts by this token, None where it opens nothing. TooOftenError where it came too often."""
    actor = tokens.actor_of(token)
    if actor is None:
        return None
    taken = COUNTER.take(digest_of(token), rate_of(TOKEN))
    if taken.wait:
        raise TooOftenError(taken)
    return Admitted(actor, taken)
