"""What is done with a list itself: its views, its columns, a new line of its filter."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from setpoint.kernel.actors import Actor
from setpoint.platform.lists.asking import parameter_names
from setpoint.platform.lists.kinds import ListKind, columns_of, list_of
from setpoint.platform.lists.models import SavedView, Shared
from setpoint.platform.lists.operations import views as operations
from setpoint.platform.lists.permissions import visible_views
from setpoint.ui.toasting import say, warn
from setpoint.web.http import StaffRequest, actor, back, verb
from setpoint.web.lists.building import new_line

ASKED = "asked."


@require_GET
def condition(request: StaffRequest, kind: str) -> HttpResponse:
    """Show a line of a filter for ?column=amount."""
    by = actor(request)
    column = columns_of(seen(kind, by), by).get(request.GET.get("column", ""))
    if column is None or not column.filterable:
        raise Http404
    return render(request, "web/lists/condition.html", {"line": new_line(column, by)})


@require_POST
def views(request: StaffRequest, kind: str) -> HttpResponse:
    """Save the list as it is asked for as a view."""
    by = actor(request)
    known = parameter_names(seen(kind, by))
    asked = {name.removeprefix(ASKED): str(value) for name, value in request.POST.items() if name.startswith(ASKED)}
    columns = [key for key in request.POST.get("columns", "").split(",") if key]
    try:
        view = operations.save(
            kind,
            name=request.POST.get("name", ""),
            asked={name: value for name, value in asked.items() if name in known},
            columns=columns,
            shared=request.POST.get("shared", "") or Shared.NOBODY,
            by=by,
        )
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
        return back(request, "home")
    say(request, _("Saved: %(name)s") % {"name": view.name})
    response = back(request, "home")
    response.headers["Location"] = f"{response.url.partition('?')[0]}?view={view.pk}"
    return response


@require_POST
def view(request: StaffRequest, view_id: int) -> HttpResponse:
    """DELETE takes a view away."""
    by = actor(request)
    found = get_object_or_404(visible_views(by), pk=view_id)
    if verb(request) == "DELETE":
        operations.delete(found, by=by)
        say(request, _("Deleted: %(name)s") % {"name": found.name})
    return back(request, "home")


@require_POST
def opening(request: StaffRequest, kind: str) -> HttpResponse:
    """Choose the view with which the list opens for this person; an empty one opens it with all its rows."""
    by = actor(request)
    seen(kind, by)
    operations.open_with(kind, _view(request, kind, by), by=by)
    say(request, _("Saved."))
    return back(request, "home")


@require_POST
def columns(request: StaffRequest, kind: str) -> HttpResponse:
    """Keep which columns this person sees, in their order."""
    by = actor(request)
    known = columns_of(seen(kind, by), by)
    chosen = None if "usual" in request.POST else [key for key in request.POST.getlist("column") if key in known]
    operations.choose_columns(kind, chosen, view=_view(request, kind, by), by=by)
    return back(request, "home")


def seen(kind: str, by: Actor) -> ListKind:
    """Return the list of a kind of which this person may see some; Http404 otherwise."""
    try:
        found = list_of(kind)
    except KeyError:
        raise Http404 from None
    if not found.allows(by, "see"):
        raise Http404
    return found


def _view(request: StaffRequest, kind: str, by: Actor) -> SavedView | None:
    number = request.POST.get("view", "")
    if not number:
        return None
    found: SavedView = get_object_or_404(visible_views(by), pk=int(number) if number.isdigit() else 0, kind=kind)
    return found
