"""Many records of a list are changed at once: few at once, many as a job; both can be undone."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from setpoint.kernel.permissions import visible_to
from setpoint.platform.importing.pacing import silent
from setpoint.platform.lists import bulk
from setpoint.platform.lists.asking import parameter_names
from setpoint.platform.lists.changes import changes_of
from setpoint.platform.lists.models import BulkEdit, BulkState
from setpoint.platform.lists.operations import bulk as operations
from setpoint.platform.lists.permissions import BULK
from setpoint.ui.toasting import say, warn
from setpoint.web.http import StaffRequest, actor, answer, back
from setpoint.web.lists.views import ASKED, seen

# what is changed while somebody waits
FEW = 50


@require_GET
def change_input(request: StaffRequest, kind: str) -> HttpResponse:
    """Show what asks for the new value of ?change=owner."""
    by = actor(request)
    change = changes_of(kind, seen(kind, by).changes, by).get(request.GET.get("change", ""))
    if change is None:
        return HttpResponse()
    options = change.options(by) if change.options else ()
    return render(request, "web/lists/change_input.html", {"change": change, "options": options})


@require_POST
def changes(request: StaffRequest, kind: str) -> HttpResponse:
    """Change the records chosen, or all that the list asks for."""
    by = actor(request)
    known = parameter_names(seen(kind, by))
    asked = {name.removeprefix(ASKED): str(value) for name, value in request.POST.items() if name.startswith(ASKED)}
    chosen = [int(number) for number in request.POST.getlist("record") if number.isdigit() and len(number) < 19]  # noqa: PLR2004 - fits the column
    wanted = {"change": request.POST.get("change", ""), "given": request.POST.get("value", "")}
    every = "every" in request.POST
    try:
        with transaction.atomic():
            edit = operations.begin(
                kind,
                **wanted,
                ids=None if every else chosen,
                asked={name: value for name, value in asked.items() if every and name in known},
                at_once=not every and len(chosen) <= FEW,
                by=by,
            )
            if edit.job_id is None:
                bulk.work(edit, tick=silent)
                if edit.problem:
                    # few at once leave no trace of what was refused
                    raise ValidationError(edit.problem)  # noqa: TRY301 - rolls back what is above
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
        return back(request, "home")
    if edit.job_id is not None:
        return HttpResponseRedirect(reverse("list_change", args=[edit.pk]))
    text = ngettext("“%(name)s” changed in %(n)s record.", "“%(name)s” changed in %(n)s records.", edit.changed)
    undo = reverse("list_change_undoing", args=[edit.pk])
    say(request, text % {"name": edit.label, "n": edit.changed}, undo=undo)
    return back(request, "home")


@require_GET
def change_page(request: StaffRequest, edit_id: int) -> HttpResponse:
    """Show how far a change of many is, and offer to take it back."""
    edit = _edit(request, edit_id)
    context: dict[str, Any] = {
        "edit": edit,
        "job": edit.job,
        "works": edit.state in (BulkState.RUNNING, BulkState.UNDOING),
    }
    return answer(
        request, "web/lists/change.html", context, parts={"change-progress": "web/lists/change_progress.html"}
    )


@require_POST
def undoing(request: StaffRequest, edit_id: int) -> HttpResponse:
    """Take a change of many back."""
    by = actor(request)
    try:
        with transaction.atomic():
            edit = operations.undo(_edit(request, edit_id), by=by)
            if edit.job_id is None:
                bulk.work(edit, tick=silent)
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
        return back(request, "home")
    if edit.job_id is not None:
        return HttpResponseRedirect(reverse("list_change", args=[edit.pk]))
    if edit.kept:
        text = ngettext(
            "Undone. %(n)s record was changed since and stays as it is.",
            "Undone. %(n)s records were changed since and stay as they are.",
            edit.kept,
        )
        say(request, text % {"n": edit.kept})
    else:
        say(request, _("Undone."))
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Trigger": "undone"})
    return back(request, "home")


def _edit(request: StaffRequest, edit_id: int) -> BulkEdit:
    rows = visible_to(actor(request), BULK).select_related("job", "person")
    found: BulkEdit = get_object_or_404(rows, pk=edit_id)
    return found
