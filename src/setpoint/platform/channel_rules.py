"""The port through which whoever sends something to somebody outside asks whether the company's rules let it.

The rules stand behind it (domains/channels); nobody who asks imports them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError

# what goes out, by the names that rules know
INVITATION, LETTER, CALL = "invitation", "letter", "call"


@dataclass(frozen=True)
class Sending:
    """Something is about to go out: by which `channel`, what kind of `information`, from a person of which team."""

    channel: str
    information: str
    team: int | None
    at: datetime


Guard = Callable[[Sending], str]
_guards: list[Guard] = []


def guard(function: Guard) -> Guard:
    """Let rules be asked: `function` returns why a sending is refused, naming the rule, "" where it may go."""
    if function not in _guards:
        _guards.append(function)
    return function


def refusal(sending: Sending) -> str:
    """Return why something may not go out now, "" where it may."""
    return next((why for each in _guards if (why := each(sending))), "")


def require(sending: Sending, field: str) -> None:
    """Raise ValidationError at `field` with the words of the rule that refuses."""
    if why := refusal(sending):
        raise ValidationError({field: why})
