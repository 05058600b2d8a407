"""Pages of reports that people put together."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.domains.analytics.models import Dashboard
from setpoint.domains.analytics.permissions import DASHBOARD, may_report
from setpoint.domains.analytics.record import DashboardRemoved, DashboardSaved
from setpoint.domains.analytics.reports.keys import no_such_report, reports_there
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.models import Role
from setpoint.kernel.refs import Ref

MOST = 12


@transaction.atomic
def save_dashboard(
    *,
    name: str,
    tiles: Sequence[str],
    by: Actor,
    shared: bool = False,
    role: Role | None = None,
    dashboard: Dashboard | None = None,
) -> Dashboard:
    """Keep a page of reports of one's own. ValidationError by field; PermissionDenied where it is another's."""
    foreign = dashboard is not None and dashboard.owner_id != by.user_id
    if by.user_id is None or by.view_only or not may_report(by) or foreign:
        raise PermissionDenied(_("Everybody keeps dashboards of his own."))
    name = name.strip()
    if not name:
        raise ValidationError({"name": _("Give the dashboard a name.")})
    if not 0 < len(tiles) <= MOST:
        raise ValidationError({"tiles": _("Choose between 1 and %(most)s reports.") % {"most": MOST}})
    there = reports_there(by)
    if unknown := [tile for tile in tiles if tile not in there]:
        raise ValidationError({"tiles": no_such_report(unknown[0])})
    taken = Dashboard.objects.filter(owner=by.user_id, name=name)
    if (taken.exclude(pk=dashboard.pk) if dashboard else taken).exists():
        raise ValidationError({"name": _("You keep a dashboard of this name already.")})
    row = dashboard or Dashboard(owner_id=by.user_id, made_at=company_now())
    row.name, row.tiles, row.shared, row.role = name, list(dict.fromkeys(tiles)), shared, role
    row.full_clean()
    row.save()
    payload = DashboardSaved(name=name, tiles=row.tiles, shared=shared)
    facts.emit(facts.NewFact(payload, about=Ref(DASHBOARD, row.pk), by=by, occurred_at=company_now()))
    return row


@transaction.atomic
def remove_dashboard(dashboard: Dashboard, *, by: Actor) -> None:
    """Keep a page of reports no more. PermissionDenied where it is another's."""
    if dashboard.owner_id != by.user_id or by.view_only:
        raise PermissionDenied(_("Only who made a dashboard removes it."))
    payload, about = DashboardRemoved(name=dashboard.name), Ref(DASHBOARD, dashboard.pk)
    dashboard.delete()
    facts.emit(facts.NewFact(payload, about=about, by=by, occurred_at=company_now()))
