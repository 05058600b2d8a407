"""What a verb is: an operation under an address. What it takes is read off its signature."""

import inspect
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import create_model

from setpoint.api.schemas import LARGEST, Strict
from setpoint.api.verbs.finding import asked, found
from setpoint.api.verbs.shapes import model_of, taken
from setpoint.kernel.actors import Actor

log = logging.getLogger(__name__)
Operation = Callable[..., Any]
PLACE = re.compile(r"{(\w+)}")
# what programs do not say: who acts is known by the token, when by the clock, why by the loop
OWN = {"by", "at", "now", "correction"}


@dataclass(frozen=True)
class Verb:
    """An operation under `method` and `path`; `{places}` of the path and the body's keys are its parameters."""

    name: str
    method: str
    path: str
    operation: Operation
    places: Mapping[str, Any]
    body: Mapping[str, inspect.Parameter]
    takes: type[Schema] | None

    @property
    def tag(self) -> str:
        """The resource to which it belongs."""
        return self.path.partition("/")[0]

    @property
    def does(self) -> str:
        """What it does, in a sentence."""
        return (inspect.getdoc(self.operation) or self.name).split("\n\n", 1)[0].replace("\n", " ")

    @property
    def shape(self) -> type[Schema]:
        """What a program without an address says: the numbers of the path and the body in one."""
        numbers = dict.fromkeys(self.places, (int, ...))
        fields = numbers | {name: taken(one) for name, one in self.body.items()}
        return create_model(f"{self.name}_arguments", __base__=Strict, **fields)


VERBS: dict[str, Verb] = {}


def verb(name: str, method: str, path: str, operation: Operation) -> Verb:
    """Let programs do an operation. ValueError where the name is taken or the path names no parameter."""
    if name in VERBS:
        raise ValueError(f"the verb {name} is there already")
    told = inspect.signature(operation, eval_str=True).parameters
    wanted = {
        key: one
        for key, one in told.items()
        if one.kind is not one.VAR_KEYWORD and (key not in OWN or is_model(one.annotation))
    }
    places = {key: model_of(wanted[key].annotation) or int for key in PLACE.findall(path)}
    body = {key: one for key, one in wanted.items() if key not in places}
    shape = {key: taken(one) for key, one in body.items()}
    title = "".join(part.title() for part in name.split("_"))
    takes = create_model(f"{title}In", __base__=Strict, **shape) if body else None
    VERBS[name] = made = Verb(name, method, path, operation, places, body, takes)
    return made


def perform(one: Verb, numbers: Mapping[str, int], said: Mapping[str, Any], by: Actor) -> Any:
    """Do it: records in place of their numbers. Http404 for one in the path.

    ValidationError for one in the body, and for a value that the operation cannot read.
    """
    at = {key: found(kind, numbers[key], by) if is_model(kind) else numbers[key] for key, kind in one.places.items()}
    if any(number > LARGEST for number in numbers.values()):
        raise Http404
    given = {key: asked(one.body[key].annotation, key, value, by) for key, value in said.items()}
    try:
        return _call(one.operation, at | given, by)
    except (LookupError, TypeError, ValueError) as error:
        # pages offer only what means something; a program may say anything
        log.warning("verb.unreadable", exc_info=True, extra={"verb": one.name})
        raise ValidationError(_("A value means nothing here.")) from error


def is_model(kind: Any) -> bool:
    """Whether a parameter is a record."""
    return isinstance(kind, type) and issubclass(kind, Model)


def _call(operation: Operation, given: Mapping[str, Any], by: Actor) -> Any:
    told = inspect.signature(operation).parameters
    first = [key for key, one in told.items() if one.kind is one.POSITIONAL_OR_KEYWORD]
    missing = next((place for place, key in enumerate(first) if key not in given), len(first))
    ordered = [given[key] for key in first[:missing]]
    return operation(*ordered, **{key: value for key, value in given.items() if key not in first[:missing]}, by=by)
