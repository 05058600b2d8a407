"""Reports that people keep, and the record of which are used."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.domains.analytics.models import SavedReport
from setpoint.domains.analytics.permissions import REPORT, may_report
from setpoint.domains.analytics.record import ReportRemoved, ReportSaved, ReportUsed
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.refs import COMPANY, Ref


@transaction.atomic
def used(*, key: str, name: str, by: Actor, how: str = "page") -> None:
    """Remember that somebody opened a report; who looks with another's eyes leaves no trace of him."""
    if by.is_person and not by.view_only:
        payload = ReportUsed(report=key, name=name, how=how)
        facts.emit(facts.NewFact(payload, about=COMPANY, by=by, occurred_at=company_now()))


@transaction.atomic
def save(
    *, name: str, asked: Mapping[str, str], shared: bool, by: Actor, report: SavedReport | None = None
) -> SavedReport:
    """Keep a report of one's own, new or changed. ValidationError by field; PermissionDenied where it is another's."""
    if by.user_id is None or by.view_only or not may_report(by) or (report and report.owner_id != by.user_id):
        raise PermissionDenied(_("Everybody keeps reports of his own. Save a copy under another name."))
    name = name.strip()
    if not name:
        raise ValidationError({"name": _("Give the report a name.")})
    taken = SavedReport.objects.filter(owner=by.user_id, name=name)
    taken = taken.exclude(pk=report.pk) if report else taken
    if taken.exists():
        raise ValidationError({"name": _("You keep a report of this name already.")})
    row = report or SavedReport(owner_id=by.user_id, made_at=company_now())
    row.name, row.asked, row.shared = name, dict(asked), shared
    row.full_clean()
    row.save()
    payload = ReportSaved(name=row.name, shared=shared)
    facts.emit(facts.NewFact(payload, about=Ref(REPORT, row.pk), by=by, occurred_at=company_now()))
    return row


@transaction.atomic
def remove(report: SavedReport, *, by: Actor) -> None:
    """Keep a report no more. PermissionDenied where it is another's."""
    if report.owner_id != by.user_id or by.view_only:
        raise PermissionDenied(_("Only who made a report removes it."))
    payload, about = ReportRemoved(name=report.name), Ref(REPORT, report.pk)
    report.delete()
    facts.emit(facts.NewFact(payload, about=about, by=by, occurred_at=company_now()))
