"""Who may take everything about a person out, and erase him."""

from setpoint.kernel.actors import Actor
from setpoint.kernel.models.people import Scope
from setpoint.kernel.permissions import scope_of

KIND = "platform.personal"
EXPORT, ERASE, CHANGE = "export", "erase", "change"


def may(actor: Actor, action: str) -> bool:
    """Whether the actor may do it with everybody: a right on some people only is none."""
    return scope_of(actor, KIND, action) == Scope.ALL
