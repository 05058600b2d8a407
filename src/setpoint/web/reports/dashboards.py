"""Pages of reports: shown, put together, shared with a role or everybody."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from setpoint.domains.analytics.copying.reading import NotYetError
from setpoint.domains.analytics.models import Dashboard
from setpoint.domains.analytics.operations import dashboards as operations
from setpoint.domains.analytics.permissions import DASHBOARD
from setpoint.kernel.models import Role
from setpoint.kernel.permissions import visible_to
from setpoint.ui.toasting import say
from setpoint.web.http import StaffRequest, actor, answer, verb
from setpoint.web.reports.named import Named, choices, named
from setpoint.web.reports.views import require_reports


def new_dashboard(request: StaffRequest) -> HttpResponse:
    """Put a page of reports together."""
    require_reports(request)
    return _form(request, None)


def edit_dashboard(request: StaffRequest, dashboard_id: int) -> HttpResponse:
    """Change a page of one's own; DELETE removes it."""
    require_reports(request)
    row = get_object_or_404(visible_to(actor(request), DASHBOARD), pk=dashboard_id)
    if row.owner_id != request.user.pk:
        raise PermissionDenied
    if verb(request) == "DELETE":
        operations.remove_dashboard(row, by=actor(request))
        say(request, _("Removed."))
        return HttpResponseRedirect(reverse("reports"))
    return _form(request, row)


def dashboard(request: StaffRequest, dashboard_id: int) -> HttpResponse:
    """Show a page of reports by the rights of the reader: the first table of each."""
    require_reports(request)
    by = actor(request)
    row: Dashboard = get_object_or_404(visible_to(by, DASHBOARD), pk=dashboard_id)
    tiles: list[Named] = []
    waiting = False
    for number, key in enumerate(row.tiles):
        try:
            found = named(key, {}, by, request.company.currency)
        except NotYetError:
            waiting = True
            break
        except ValidationError:
            found = None
        if found is not None:
            tiles.append(found._replace(sheets=[replace(found.sheets[0], number=number)] if found.sheets else []))
    context = {"row": row, "tiles": tiles, "waiting": waiting, "mine": row.owner_id == request.user.pk}
    return answer(request, "web/reports/dashboard.html", context)


def _form(request: StaffRequest, row: Dashboard | None) -> HttpResponse:
    by = actor(request)
    chosen = request.POST.getlist("tiles") if request.method == "POST" else row.tiles if row else []
    problems: list[str] = []
    if request.method == "POST":
        wanted = request.POST.get("role", "")
        role = Role.objects.filter(pk=int(wanted)).first() if wanted.isdecimal() else None
        try:
            kept = operations.save_dashboard(
                name=request.POST.get("name", "")[:120],
                tiles=chosen,
                shared="shared" in request.POST,
                role=role,
                by=by,
                dashboard=row,
            )
        except ValidationError as refusal:
            problems = refusal.messages
        else:
            say(request, _("Saved."))
            return HttpResponseRedirect(reverse("dashboard", args=[kept.pk]))
    context: dict[str, Any] = {
        "row": row,
        "name": request.POST.get("name", row.name if row else ""),
        "reports": [(key, name, key in chosen) for key, name in choices(by)],
        "roles": [(role.pk, role.name, row is not None and row.role_id == role.pk) for role in Role.objects.all()],
        "problems": problems,
    }
    return answer(request, "web/reports/dashboard_form.html", context, status=422 if problems else 200)
