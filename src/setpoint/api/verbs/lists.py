"""Lists: views, changes of many records found by a list, exports, values of fields, removals."""

from typing import Annotated, Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pydantic import Field

from setpoint.api.verbs.base import verb
from setpoint.kernel.actors import Actor
from setpoint.platform.lists.kinds import list_of
from setpoint.platform.lists.models import BulkEdit, Export, SavedView
from setpoint.platform.lists.operations import bulk, exports, views

Kind = Annotated[str, Field(max_length=60, pattern=r"^[a-z_]+\.[a-z0-9_]+$", description="As sales.deal")]
Keys = Annotated[list[Annotated[str, Field(max_length=80)]], Field(max_length=60)]
Asked = Annotated[
    dict[Annotated[str, Field(max_length=80)], Annotated[str, Field(max_length=10_000)]],
    Field(max_length=20, description="What is asked of the list: filter, q, sort"),
]


def _listed(kind: str) -> str:
    try:
        return list_of(kind).kind
    except KeyError:
        raise ValidationError({"kind": _("There is no list of such records.")}) from None


def save_view(
    *,
    kind: Kind,
    name: Annotated[str, Field(min_length=1, max_length=80)],
    asked: Asked,
    columns: Keys,
    shared: Literal["nobody", "team", "everybody"] = "nobody",
    by: Actor,
) -> SavedView:
    """Save a view under a name, in the place of one's own of that name."""
    return views.save(_listed(kind), name=name, asked=asked, columns=columns, shared=shared, by=by)


def choose_columns(*, kind: Kind, columns: Keys | None = None, view: SavedView | None = None, by: Actor) -> None:
    """Keep which columns one sees in a list or view; null: those that are usual."""
    views.choose_columns(_listed(kind), columns, view=view, by=by)


def open_with(*, kind: Kind, view: SavedView | None = None, by: Actor) -> None:
    """Let a list open with a view; null: with all."""
    views.open_with(_listed(kind), view, by=by)


def begin_bulk(
    *,
    kind: Kind,
    change: Annotated[str, Field(max_length=60)],
    value: Annotated[str, Field(max_length=200)],
    ids: Annotated[list[Annotated[int, Field(ge=1, le=2**63 - 1)]], Field(max_length=10_000)] | None = None,
    asked: Asked | None = None,
    by: Actor,
) -> BulkEdit:
    """Change records chosen by their numbers, or all that a list finds, as a job that can be taken back."""
    known = {one.key for one in list_of(_listed(kind)).changes}
    if change not in known:
        raise ValidationError(
            {"change": _("Nothing of this name can be changed: %(names)s.") % {"names": ", ".join(sorted(known))}}
        )
    return bulk.begin(kind, change=change, given=value, ids=ids, asked=asked, by=by)


def begin_export(
    *, kind: Kind, ending: Literal["csv", "xlsx"], columns: Keys, asked: Asked | None = None, by: Actor
) -> Export:
    """Write what a list finds into a file, as a job."""
    return exports.begin(_listed(kind), ending=ending, columns=columns, asked=asked or {}, by=by)


verb("save_view", "POST", "views", save_view)
verb("delete_view", "DELETE", "views/{view}", views.delete)
verb("choose_columns", "PUT", "columns", choose_columns)
verb("open_list_with", "PUT", "first-view", open_with)
verb("begin_bulk_change", "POST", "bulk-changes", begin_bulk)
verb("undo_bulk_change", "DELETE", "bulk-changes/{edit}", bulk.undo)
verb("begin_export", "POST", "exports", begin_export)
