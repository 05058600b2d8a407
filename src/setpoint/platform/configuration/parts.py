"""The parts of a configuration file, registered by those who own what they say."""

from abc import ABC, abstractmethod
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from setpoint.kernel.actors import Actor


class Strict(BaseModel):
    """A piece of the file: nothing that it does not know, nothing of another type."""

    model_config = ConfigDict(extra="forbid", strict=True)


# YAML knows infinity and "not a number", which a database keeps as nothing
Finite = Annotated[float, Field(allow_inf_nan=False)]


class Part(ABC):
    """One part. `order` says which are applied before which; `schema` is the type of what stands under its name."""

    name: str
    order: int
    schema: Any

    @abstractmethod
    def export(self) -> Any:
        """Return what stands in the database, as `schema` would be dumped."""

    @abstractmethod
    def apply(self, wanted: Any, *, by: Actor) -> None:
        """Make it so, by operations. `At` names the place of what is refused."""


class AtError(Exception):
    """Something was refused at a place of the file."""

    def __init__(self, place: tuple[str | int, ...], message: str) -> None:
        super().__init__(message)
        self.place, self.message = place, message


PARTS: dict[str, Part] = {}


def register(part: type[Part]) -> type[Part]:
    """Add a part to the file."""
    PARTS[part.name] = part()
    return part


def in_order() -> list[Part]:
    """Return the parts in the order in which they are applied."""
    return sorted(PARTS.values(), key=lambda part: (part.order, part.name))
