"""What an address asks of a list: a saved view, what changes it, columns.

?q=oak&state=won&owner=7&filter={"all":[["amount","from","1000"]]}&sort=-amount&columns=name,amount
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import Http404, QueryDict

from setpoint.kernel.actors import Actor
from setpoint.platform.lists.asking import Question, parameter_names, question
from setpoint.platform.lists.columns import Column, Native
from setpoint.platform.lists.kinds import ListKind, columns_of, list_of, usual_columns
from setpoint.platform.lists.models import ListChoice, SavedView
from setpoint.platform.lists.permissions import visible_views


@dataclass(frozen=True)
class Listing:
    """A list as it is asked for. `parameters` is its address, views taken apart; `opens` the view it opens with."""

    question: Question
    columns: dict[str, Column]
    shown: list[Column]
    parameters: QueryDict
    view: SavedView | None = None
    views: list[SavedView] = field(default_factory=list)
    opens: int | None = None

    @property
    def kind(self) -> ListKind:
        """The list."""
        return self.question.kind

    @property
    def by(self) -> Actor:
        """Who asks."""
        return self.question.by

    @property
    def has_period(self) -> bool:
        """Whether days are asked for: figures lead here, and the list says what they say."""
        return self.kind.day is not None and bool(self.parameters.get("from") or self.parameters.get("to"))

    @property
    def saveable(self) -> dict[str, str]:
        """What a view of it keeps."""
        names = parameter_names(self.kind)
        return {name: str(self.parameters[name]) for name in self.parameters if name in names}


def listing(name: str, query: QueryDict, by: Actor, *, action: str = "see") -> Listing:
    """Read an address. Http404 for a kind without a list, or a view that the actor does not see."""
    try:
        kind = list_of(name)
    except KeyError:
        raise Http404 from None
    columns = columns_of(kind, by)
    views = list(visible_views(by).filter(kind=name))
    choices = {row.view_id: row for row in ListChoice.objects.filter(kind=name, person=by.user_id)}
    opens = next((view for view, row in choices.items() if row.opens), None)
    view = _view(query, views, opens, kind)
    parameters = _merged(query, view, kind)
    return Listing(
        question(kind, columns, {name: str(parameters[name]) for name in parameters}, by, action=action),
        columns,
        _shown(query, columns, view, choices.get(view.pk if view else None)),
        parameters,
        view,
        views,
        opens,
    )


def _view(query: QueryDict, views: list[SavedView], opens: int | None, kind: ListKind) -> SavedView | None:
    number = query.get("view", "")
    if "view" not in query and not parameter_names(kind) & query.keys():
        number = str(opens or "")
    if not number:
        return None
    found = next((view for view in views if str(view.pk) == number), None)
    if found is None and "view" in query:
        raise Http404
    return found


def _merged(query: QueryDict, view: SavedView | None, kind: ListKind) -> QueryDict:
    """Return what is asked: what the view says, and over it what the address says."""
    merged = QueryDict(mutable=True)
    known = parameter_names(kind)
    if view is not None:
        merged["view"] = str(view.pk)
        for name in known & view.asked.keys():
            merged[name] = str(view.asked[name])
    elif "view" in query:
        merged["view"] = ""
    for name in known & query.keys():
        merged[name] = str(query[name])
    if "columns" in query:
        merged["columns"] = str(query["columns"])
    return merged


def _shown(
    query: QueryDict, columns: Mapping[str, Column], view: SavedView | None, chosen: ListChoice | None
) -> list[Column]:
    keys: list[str] | None = str(query["columns"]).split(",") if "columns" in query else None
    if keys is None and chosen is not None:
        keys = chosen.columns
    if keys is None and view is not None:
        keys = view.columns
    return shown_columns(columns, keys or [])


def shown_columns(columns: Mapping[str, Column], keys: list[str]) -> list[Column]:
    """Return the columns of these keys, the usual ones for none; the name opens the record: it is always there."""
    showable = {key: column for key, column in columns.items() if not (isinstance(column, Native) and column.hidden)}
    found = [showable[key] for key in dict.fromkeys(keys) if key in showable]
    if not found:
        found = [showable[key] for key in usual_columns(showable.values())]
    title = next(iter(showable.values()))
    return found if title in found else [title, *found]
