"""Who sees which saved report."""

from django.db.models import Q, QuerySet

from setpoint.domains.analytics.models import Dashboard, ReportLetter, SavedReport
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import Role
from setpoint.kernel.models.people import Scope
from setpoint.kernel.permissions import register_visible, scope_of
from setpoint.kernel.refs import COMPANY

REPORT, DASHBOARD, LETTER = "analytics.report", "analytics.dashboard", "analytics.letter"
SOURCES_OF = ("sales.deal", "sales.lead")


@register_visible(REPORT)
def visible_reports(actor: Actor) -> QuerySet[SavedReport]:
    """Return one's own reports and those that are shared."""
    rows = SavedReport.objects.all()
    if not actor.is_person:
        return rows
    return rows.filter(Q(owner=actor.user_id) | Q(shared=True)) if may_report(actor) else rows.none()


@register_visible(DASHBOARD)
def visible_dashboards(actor: Actor) -> QuerySet[Dashboard]:
    """Return one's own dashboards, those of one's role, and those that are shared."""
    rows = Dashboard.objects.all()
    if not actor.is_person:
        return rows
    mine = Role.objects.filter(Q(users=actor.user_id or 0) | Q(also_held_by=actor.user_id or 0))
    of_role = Q(role__in=mine.values("pk"))
    return rows.filter(Q(owner=actor.user_id) | Q(shared=True) | of_role) if may_report(actor) else rows.none()


@register_visible(LETTER)
def visible_letters(actor: Actor) -> QuerySet[ReportLetter]:
    """Return the letters that one receives."""
    rows = ReportLetter.objects.all()
    return rows.filter(receiver=actor.user_id) if actor.is_person else rows


def may_set_costs(by: Actor) -> bool:
    """Whether the actor sees to what work costs: who may change the company."""
    return not by.view_only and scope_of(by, COMPANY.kind, "change") == Scope.ALL


def may_report(actor: Actor) -> bool:
    """Whether there is anything for the actor to report on."""
    return any(scope_of(actor, kind, "see") is not None for kind in SOURCES_OF)
