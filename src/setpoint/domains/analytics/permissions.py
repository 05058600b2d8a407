"""Who sees which saved report."""

from django.db.models import Q, QuerySet

from setpoint.domains.analytics.models import SavedReport
from setpoint.kernel.actors import Actor
from setpoint.kernel.models.people import Scope
from setpoint.kernel.permissions import register_visible, scope_of
from setpoint.kernel.refs import COMPANY

REPORT = "analytics.report"
SOURCES_OF = ("sales.deal", "sales.lead")


@register_visible(REPORT)
def visible_reports(actor: Actor) -> QuerySet[SavedReport]:
    """Return one's own reports and those that are shared."""
    rows = SavedReport.objects.all()
    if not actor.is_person:
        return rows
    return rows.filter(Q(owner=actor.user_id) | Q(shared=True)) if may_report(actor) else rows.none()


def may_set_costs(by: Actor) -> bool:
    """Whether the actor sees to what work costs: who may change the company."""
    return not by.view_only and scope_of(by, COMPANY.kind, "change") == Scope.ALL


def may_report(actor: Actor) -> bool:
    """Whether there is anything for the actor to report on."""
    return any(scope_of(actor, kind, "see") is not None for kind in SOURCES_OF)
