"""One agent at work: who it acts for, how much it may still change, and a fact for every call."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import translation
from pydantic import ValidationError as InvalidError

from setpoint.api.mcp.tools.base import TOOLS, Changing, Tool
from setpoint.api.problems import RefusedError, wrong_values
from setpoint.domains.exchange.limits import AGENT_CHANGES
from setpoint.domains.exchange.operations import agents
from setpoint.kernel.actors import Actor
from setpoint.kernel.limits.of_tokens import TooOftenError, admitted
from setpoint.kernel.limits.reading import most_of
from setpoint.kernel.permissions import remembering


class RefusedCallError(Exception):
    """The call is refused; the message says why and the way out."""


@dataclass
class Session:
    """`token` is asked anew at each call; `changed` counts what was changed, dry runs apart."""

    token: str
    changed: int = 0

    def tools(self) -> list[Tool]:
        """Return the tools there are."""
        return list(TOOLS.values())

    def call(self, name: str, given: dict[str, Any]) -> dict[str, Any]:
        """Call a tool. RefusedCallError says what is wrong, and then nothing was changed."""
        by = self._actor()
        with translation.override("en"):
            if name not in TOOLS:
                raise RefusedCallError(f"There is no tool “{name[:60]}”.")
            tool = TOOLS[name]
            dry = False
            try:
                asked = tool.takes.model_validate(given)
                dry = isinstance(asked, Changing) and asked.dry_run
                count = tool.count(asked) if tool.changes and not dry else 0
                self._leave_room_for(count)
                told = self._called(tool, asked, by, dry=dry)
            except (InvalidError, ValidationError, PermissionDenied, RefusedError, RefusedCallError) as refusal:
                agents.note(name, dry=dry, outcome="refused", by=by)
                raise RefusedCallError(_words(refusal)) from refusal
            agents.note(name, dry=dry, outcome="done", by=by)
            self.changed += count
        return told | ({"dry_run": True} if dry else {})

    def _actor(self) -> Actor:
        try:
            found = admitted(self.token)
        except TooOftenError as error:
            raise RefusedCallError(f"Too many calls: wait {error.seconds} s.") from error
        if found is None:
            raise RefusedCallError("The token opens nothing (any more): make a new one on the page of your security.")
        return remembering(found.actor)

    def _leave_room_for(self, count: int) -> None:
        most = most_of(AGENT_CHANGES)
        if self.changed + count > most:
            raise RefusedCallError(
                f"One session may change {most} records; {self.changed} are changed. A person must go on, or raise the "
                "limit under Settings → Limits."
            )

    def _called(self, tool: Tool, asked: Any, by: Actor, *, dry: bool) -> dict[str, Any]:
        with transaction.atomic():
            told = tool.call(asked, by)
            if dry:
                transaction.set_rollback(True)
        return told


def _words(refusal: Exception) -> str:
    match refusal:
        case InvalidError():
            return "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in refusal.errors())
        case ValidationError():
            return "; ".join(f"{path}: {message}" for path, message in wrong_values(refusal, "arguments"))
        case RefusedError():
            errors = "; ".join(f"{path}: {message}" for path, message in refusal.errors)
            return f"{refusal.detail} {errors}".strip()
    return str(refusal)
