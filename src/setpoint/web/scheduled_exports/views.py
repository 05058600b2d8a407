"""A person's scheduled exports with their last files; making one, running one now, ending one."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from setpoint.domains.exchange.models import ScheduledExport
from setpoint.domains.exchange.operations import scheduled_exports as operations
from setpoint.kernel.permissions import visible_to
from setpoint.platform.lists.kinds import list_of, registered_lists
from setpoint.platform.lists.models import Export
from setpoint.ui.toasting import say, warn
from setpoint.web.http import StaffRequest, actor, answer, verb
from setpoint.web.scheduled_exports.forms import ScheduleForm

SHOWN = 5


@require_GET
def scheduled_exports(request: StaffRequest) -> HttpResponse:
    """Show what leaves by itself, and what has."""
    _require(request)
    rows = list(visible_to(actor(request), operations.KIND))
    files: dict[int, list[Export]] = {row.pk: [] for row in rows}
    for file in Export.objects.filter(scheduled__in=files, person=request.user.pk).exclude(stored=""):
        files[file.scheduled or 0].append(file)
    context = {"rows": [(row, list_of(row.view.kind).label, files[row.pk][:SHOWN]) for row in rows]}
    return answer(request, "web/scheduled_exports/page.html", context)


def new_scheduled_export(request: StaffRequest) -> HttpResponse:
    """Schedule one."""
    _require(request)
    by = actor(request)
    row = ScheduledExport(owner=request.user)
    form = ScheduleForm(request.POST or None, instance=row, by=by, initial={"view": request.GET.get("view")})
    if request.method == "POST" and form.is_valid():
        try:
            operations.schedule(form.save(commit=False), by=by)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            say(request, _("Scheduled."))
            return HttpResponseRedirect(reverse("scheduled_exports"))
    context: dict[str, Any] = {"form": form, "views": form.fields["view"].queryset.exists()}  # type: ignore[attr-defined]
    return answer(request, "web/scheduled_exports/new.html", context, status=422 if form.is_bound else 200)


@require_POST
def scheduled_export(request: StaffRequest, schedule_id: int) -> HttpResponse:
    """POST writes one now; DELETE ends it."""
    row: ScheduledExport = get_object_or_404(visible_to(actor(request), operations.KIND), pk=schedule_id)
    if verb(request) == "DELETE":
        operations.unschedule(row, by=actor(request))
        say(request, _("It leaves by itself no more."))
        return HttpResponseRedirect(reverse("scheduled_exports"))
    made = operations.begin(row)
    row.save(update_fields=["problem"])
    if made is None:
        warn(request, row.problem)
        return HttpResponseRedirect(reverse("scheduled_exports"))
    return HttpResponseRedirect(reverse("list_file", args=[made.pk]))


def _require(request: StaffRequest) -> None:
    by = actor(request)
    if not any(list_of(name).allows(by, "export") for name in registered_lists()):
        raise PermissionDenied
