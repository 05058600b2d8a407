"""Who did it, and through which door. Always passed as `by=`, never ambient."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Self

if TYPE_CHECKING:
    from setpoint.kernel.models import User
    from setpoint.kernel.rights import Rights

ActorKind = Literal["user", "system", "lever", "rule", "import", "simulation"]
Door = Literal["page", "api", "command", "import", "rule", "lever", "connector", "simulation", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """The author of a change. `user_id` is None where no person stands behind it."""

    kind: ActorKind
    user_id: int | None
    label: str
    door: Door
    # what a token of the person is limited to, each "kind:action"; None: to nothing but his rights
    scopes: frozenset[str] | None = None
    # somebody else looks with the person's eyes: nothing may be changed
    view_only: bool = False
    # the network address he asks from; empty where there is none
    origin: str = field(default="", compare=False)
    # see permissions.remembering
    rights: "Rights | None" = field(default=None, compare=False, repr=False)

    @classmethod
    def of(cls, user: "User", *, door: Door = "page", origin: str = "") -> Self:
        """Return the actor that is a signed-in person."""
        return cls("user", user.pk, user.name, door, origin=origin)

    @property
    def is_person(self) -> bool:
        """Whether rights of a person limit what this actor sees."""
        return self.kind == "user"


SYSTEM = Actor("system", None, "Setpoint", "system")
SIMULATION = Actor("simulation", None, "Simulated people", "simulation")


def lever_actor(lever: str, user_id: int | None = None) -> Actor:
    """Return the actor of a correction: the lever, and the person who approved it if one did."""
    return Actor("lever", user_id, lever, "lever")
