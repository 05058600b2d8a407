"""The list of reports, and one of them."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from setpoint.domains.analytics.copying.reading import NotYetError
from setpoint.domains.analytics.models import How, Often
from setpoint.domains.analytics.operations.reports import used
from setpoint.domains.analytics.periods import NAMES
from setpoint.domains.analytics.permissions import DASHBOARD, LETTER, REPORT, may_report, may_set_costs
from setpoint.domains.analytics.reports.declared import REPORTS, Report
from setpoint.domains.analytics.sources.common import OWNER, PIPELINE, PRODUCT, TEAM, TERRITORY
from setpoint.kernel.clock import machine_now
from setpoint.kernel.permissions import scope_of, visible_to
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.reports.sheets import Sheet, period_of, sheets_of

SELECTS = (PIPELINE, TEAM, OWNER, PRODUCT, TERRITORY)


@require_GET
def reports(request: StaffRequest) -> HttpResponse:
    """Show which reports there are: those of the house, one's own, those that colleagues share."""
    require_reports(request)
    kept = visible_to(actor(request), REPORT).select_related("owner")
    context: dict[str, Any] = {"reports": sorted(REPORTS.values(), key=lambda one: one.order), "kept": kept}
    by = actor(request)
    context |= {
        "dashboards": visible_to(by, DASHBOARD).select_related("owner"),
        "letters": visible_to(by, LETTER),
        "exports": scope_of(by, "sales.deal", "export") is not None,
        "formats": How.choices,
        "often": Often.choices,
        "hours": range(24),
    }
    return answer(request, "web/reports/index.html", context)


@require_GET
def report(request: StaffRequest, key: str) -> HttpResponse:
    """Show a report over the period and with the filters of the address."""
    found, by = known(request, key), actor(request)
    given = {name: str(value) for name, value in request.GET.items() if value}
    context: dict[str, Any] = {"report": found, "given": given, "query": urlencode(given)}
    context |= choices(request, found, given)
    sheets: list[Sheet] = []
    try:
        sheets, as_of = sheets_of(found, given, by, request.company.currency)
        context |= {"as_of": as_of, "behind": round((machine_now() - as_of).total_seconds()) if as_of else None}
    except NotYetError:
        context["waiting"] = True
    except ValidationError as refusal:
        context["problems"] = refusal.messages
    context |= {
        "sheets": sheets,
        "chosen": [(name, value) for name, value in given.items() if name.startswith("by")],
        "exports": scope_of(by, "sales.deal", "export") is not None,
        "sets_costs": key == "leverage" and may_set_costs(by),
    }
    if not request.headers.get("HX-Request") and sheets:
        used(key=found.key, name=str(found.name), by=by)
    return answer(request, "web/reports/page.html", context, status=422 if "problems" in context else 200)


def known(request: StaffRequest, key: str) -> Report:
    """Return a report by its key, to who may have reports at all."""
    require_reports(request)
    if key not in REPORTS:
        raise Http404
    return REPORTS[key]


def require_reports(request: StaffRequest) -> None:
    """Raise PermissionDenied for who sees neither deals nor leads."""
    if not may_report(actor(request)):
        raise PermissionDenied


def choices(request: StaffRequest, found: Report, given: dict[str, str]) -> dict[str, Any]:
    """Return what can be chosen above a report: periods, and filters that have more than one value."""
    try:
        period = period_of(found, given)
    except ValidationError:
        period = None
    selects = []
    for side in SELECTS if found.blocks else ():
        options = side.names(actor(request)) if side.names else {}
        if len(options) > 1:
            selects.append((side.key, side.name, options.items(), given.get(side.key, "")))
    names = [(name, label, period is not None and name == period.key) for name, label in NAMES.items()]
    return {"periods": names if found.period else [], "period": period, "selects": selects}
