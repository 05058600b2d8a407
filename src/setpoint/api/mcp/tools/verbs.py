"""Tools that do what pages do beyond making and changing records: every verb of the API, by its name."""

from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.http import Http404
from pydantic import Field, JsonValue

from setpoint.api.endpoints.verbs import said_in, told
from setpoint.api.mcp.tools.base import Arguments, Changing, Json, tool
from setpoint.api.verbs.base import VERBS, Verb, perform
from setpoint.kernel.actors import Actor

Name = Annotated[str, Field(max_length=80, description="Name of an action, as `actions` lists them")]


class About(Arguments):
    """A word that actions have in their name or path, empty for all of them; a whole name shows what it takes."""

    word: Annotated[str, Field(max_length=80)] = ""


class Act(Changing):
    """An action: numbers of the records of its path, and what else it takes, by name."""

    action: Name
    arguments: dict[str, JsonValue] = Field(default_factory=dict)


@tool("actions", "List what can be done beyond making and changing records; a whole name shows its arguments.", About)
def listing(asked: About, by: Actor) -> Json:
    """Return names with what they do."""
    del by
    if asked.word in VERBS:
        one = VERBS[asked.word]
        return {"action": one.name, "does": one.does, "takes": one.shape.model_json_schema()}
    found = [one for one in VERBS.values() if asked.word.casefold() in f"{one.name} {one.path}"]
    return {"actions": [{"action": one.name, "does": one.does} for one in found]}


@tool("act", "Do one of the `actions`. Try it with dry_run first.", Act, changes=True)
def acting(asked: Act, by: Actor) -> Json:
    """Return what it left."""
    one = VERBS.get(asked.action)
    if one is None:
        raise ValidationError({"action": f"There is no action “{asked.action}”: ask `actions`."})
    given = said_in(one.shape.model_validate(asked.arguments))
    numbers = {name: given.pop(name) for name in one.places}
    return _done(one, numbers, given, by)


def _done(one: Verb, numbers: dict[str, int], given: dict[str, Any], by: Actor) -> Json:
    try:
        return told(perform(one, numbers, given, by))
    except Http404:
        raise ValidationError({"arguments": "There is no such record, or you do not see it."}) from None
