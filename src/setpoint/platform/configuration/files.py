"""The file itself: YAML, read strictly, every error with its line."""

from typing import Any

import yaml
from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError

from setpoint.platform.configuration.parts import PARTS, in_order

VERSION = 1
LARGEST = 1_000_000
DEEPEST = 30
Place = tuple[str | int, ...]


class FileError(Exception):
    """What is wrong with a file, and where."""

    def __init__(self, message: str, line: int | None = None, place: Place = ()) -> None:
        where = ([_("line %(line)s") % {"line": line}] if line else []) + (
            [" / ".join(map(str, place))] if place else []
        )
        super().__init__(f"{', '.join(where)}: {message}" if where else message)
        self.line, self.place = line, place


def written() -> str:
    """Return the configuration as it stands."""
    data = {"version": VERSION} | {part.name: part.export() for part in in_order()}
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120)


def read(text: str) -> tuple[dict[str, Any], dict[Place, int]]:
    """Return the parts of a file, each as its schema reads it, and the line of every place. FileError otherwise."""
    if len(text) > LARGEST:
        raise FileError(_("The file is too large for a configuration."))
    lines: dict[Place, int] = {}
    data = _plain(_composed(text), (), lines)
    if not isinstance(data, dict) or data.get("version") != VERSION:
        raise FileError(_("This is no configuration: it begins with “version: 1”."), 1)
    unknown = [name for name in data if name not in PARTS and name != "version"]
    if unknown:
        raise FileError(_("A configuration has no such part."), lines[unknown[0],], (unknown[0],))
    found: dict[str, Any] = {}
    for name, part in PARTS.items():
        if name in data:
            try:
                found[name] = TypeAdapter(part.schema).validate_python(data[name])
            except ValidationError as refusal:
                raise _first(refusal, name, lines) from refusal
    return found, lines


def line_of(place: Place, lines: dict[Place, int]) -> int | None:
    """Return the line of a place, or of what is nearest above it."""
    while place:
        if place in lines:
            return lines[place]
        place = place[:-1]
    return None


def _composed(text: str) -> yaml.Node | None:
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
            raise FileError(_("References (&, *) are not used in a configuration."))
        node: yaml.Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        raise FileError(_("This is no YAML: %(problem)s.") % {"problem": error.problem}, line) from None
    except yaml.YAMLError:
        raise FileError(_("The file holds signs that YAML does not allow.")) from None
    except RecursionError:
        raise FileError(_("The file is nested too deeply.")) from None
    return node


def _plain(node: yaml.Node | None, place: Place, lines: dict[Place, int]) -> Any:
    if node is None:
        return None
    if len(place) > DEEPEST:
        raise FileError(_("The file is nested too deeply."), node.start_mark.line + 1)
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode) or "\0" in key.value:
                raise FileError(_("A name is expected here."), line, place)
            if key.value in found:
                raise FileError(_("“%(name)s” stands here twice.") % {"name": key.value}, line, place)
            found[key.value] = _plain(value, (*place, key.value), lines)
            lines[*place, key.value] = line
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_plain(one, (*place, number), lines) for number, one in enumerate(node.value)]
    if "\0" in str(node.value):
        # PostgreSQL keeps no text with it
        raise FileError(_("This value cannot be read."), node.start_mark.line + 1, place)
    try:
        return yaml.constructor.SafeConstructor().construct_object(node)
    except (yaml.YAMLError, ValueError, OverflowError):
        raise FileError(_("This value cannot be read."), node.start_mark.line + 1, place) from None


def _first(refusal: ValidationError, name: str, lines: dict[Place, int]) -> FileError:
    error = refusal.errors(include_url=False)[0]
    place = (name, *error["loc"])
    messages = {
        "missing": _("This must be said."),
        "extra_forbidden": _("There is no such setting."),
        "string_type": _("A text is expected here; put it into quotation marks."),
        "int_type": _("A whole number is expected here."),
        "float_type": _("A number is expected here."),
        "finite_number": _("A number is expected here."),
        "bool_type": _("“true” or “false” is expected here."),
        "list_type": _("A list is expected here."),
        "dict_type": _("Names with values are expected here."),
        "model_type": _("Names with values are expected here."),
    }
    return FileError(messages.get(error["type"], error["msg"]), line_of(place, lines), place)
