"""Imports: files brought, what was recognised changed, agreed, begun, stopped and taken back."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pydantic import Field

from setpoint.api.verbs.base import verb
from setpoint.kernel.actors import Actor
from setpoint.platform.importing.agreeing import agree
from setpoint.platform.importing.agreement import Agreement
from setpoint.platform.importing.kinds import KINDS
from setpoint.platform.importing.outlooks import count_soon
from setpoint.platform.importing.running import start, stop
from setpoint.platform.importing.undoing import undo
from setpoint.platform.importing.uploads import Upload, abandon, receive, revise
from setpoint.platform.models import ImportFile, ImportRun

Key = Annotated[str, Field(max_length=60)]
MOST = 30_000_000


@dataclass
class Brought:
    """A file: `content` in base64; `kind` of its rows, empty to be recognised."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    content: Annotated[str, Field(max_length=MOST)]
    kind: Key = ""
    encoding: Key = ""
    delimiter: Annotated[str, Field(max_length=1)] = ""


def bring(*, files: Annotated[list[Brought], Field(min_length=1, max_length=20)], by: Actor) -> ImportRun:
    """Bring files; they are read as a job, and what was recognised is then to be agreed on."""
    if unknown := [one.kind for one in files if one.kind and one.kind not in KINDS]:
        raise ValidationError({"files": _("There is no kind “%(name)s”.") % {"name": unknown[0]}})
    return receive([_upload(one) for one in files], by=by)


def change_file(file: ImportFile, *, kind: Key = "", columns: Mapping[str, int] | None = None, by: Actor) -> ImportFile:
    """Say what the rows of a file are, or which column says what (field → column, from 0)."""
    if kind and kind not in KINDS:
        raise ValidationError({"kind": _("There is no kind “%(name)s”.") % {"name": kind}})
    return revise(file, kind=kind, columns=dict(columns) if columns is not None else None, by=by)


def agree_on(file: ImportFile, *, agreement: Mapping[str, Any] | None = None, by: Actor) -> ImportFile:
    """Agree on how a file is read: as it was recognised, with these parts of the agreement otherwise."""
    told = file.agreement | dict(agreement or {})
    try:
        wanted = Agreement.from_json(told)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise ValidationError(
            {"agreement": _("This is no agreement: read the file's and change its values.")}
        ) from None
    return agree(file, wanted, by=by)


def begin(run: ImportRun, *, by: Actor) -> ImportRun:
    """Begin an import that was agreed on."""
    return start(run, by=by)


def _upload(one: Brought) -> Upload:
    try:
        content = base64.b64decode(one.content, validate=True)
    except (binascii.Error, ValueError):
        raise ValidationError({"files": _("“%(name)s” is no base64.") % {"name": one.name}}) from None
    return Upload(one.name, BytesIO(content), one.kind, one.encoding, one.delimiter)


verb("bring_import", "POST", "imports", bring)
verb("change_import_file", "PATCH", "import-files/{file}", change_file)
verb("agree_on_import_file", "PUT", "import-files/{file}/agreement", agree_on)
verb("try_import", "POST", "imports/{run}/trial", count_soon)
verb("begin_import", "POST", "imports/{run}/beginning", begin)
verb("stop_import", "POST", "imports/{run}/stop", stop)
verb("undo_import", "POST", "imports/{run}/undoing", undo)
verb("drop_import", "DELETE", "imports/{run}", abandon)
