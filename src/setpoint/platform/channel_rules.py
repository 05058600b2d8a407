"""The port through which whoever sends something outside, or routes it, asks whether the company's rules let it.

The rules stand behind it (domains/channels); nobody who asks imports them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError

# what goes out or is routed, by the names that rules know
INVITATION, LETTER, CALL, LEAD = "invitation", "letter", "call", "lead"


@dataclass(frozen=True)
class Sending:
    """Something is about to go out or in: by which `channel`, what `information`, from or to a person of which team."""

    channel: str
    information: str
    team: int | None
    at: datetime


Guard = Callable[[Sequence[Sending]], list[str]]
_guards: list[Guard] = []


def guard(function: Guard) -> Guard:
    """Let rules be asked: `function` returns why each sending is refused, naming the rule, "" where it may go."""
    if function not in _guards:
        _guards.append(function)
    return function


def refusals(sendings: Sequence[Sending]) -> list[str]:
    """Return why each may not go out now, "" where it may; the rules are read once for all."""
    said = [each(sendings) for each in _guards] if sendings else []
    return [next((whys[place] for whys in said if whys[place]), "") for place in range(len(sendings))]


def refusal(sending: Sending) -> str:
    """Return why something may not go out now, "" where it may."""
    return refusals([sending])[0]


def require(sending: Sending, field: str) -> None:
    """Raise ValidationError at `field` with the words of the rule that refuses."""
    if why := refusal(sending):
        raise ValidationError({field: why})
