"""What a tool is: a name, what it does, what it takes, and whether it changes anything."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ninja import Schema
from pydantic import ConfigDict

from setpoint.kernel.actors import Actor

Json = dict[str, Any]
Call = Callable[[Any, Actor], Json]


class Arguments(Schema):
    """What a tool takes; what it does not know is refused."""

    model_config = ConfigDict(extra="forbid")


class Changing(Arguments):
    """What a tool takes that changes something: with `dry_run` it says what would be, and nothing is changed."""

    dry_run: bool = False


@dataclass(frozen=True)
class Tool:
    """`call(arguments, by)` returns JSON. One that `changes` takes `Changing`; `count` says how many it changes."""

    name: str
    does: str
    takes: type[Arguments]
    call: Call
    changes: bool = False
    count: Callable[[Any], int] = lambda _arguments: 1


TOOLS: dict[str, Tool] = {}


def tool(
    name: str,
    does: str,
    takes: type[Arguments],
    *,
    changes: bool = False,
    count: Callable[[Any], int] = lambda _arguments: 1,
) -> Callable[[Call], Call]:
    """Give agents a tool. ValueError where the name is taken."""

    def register(call: Call) -> Call:
        if name in TOOLS:
            raise ValueError(f"the tool {name} is registered twice")
        TOOLS[name] = Tool(name, does, takes, call, changes, count)
        return call

    return register
