"""Reports that leave by e-mail: agreed by who receives them, written when due by his rights of that day."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.domains.analytics.models import Often, ReportLetter
from setpoint.domains.analytics.permissions import LETTER, may_report
from setpoint.domains.analytics.record import LetterAgreed, LetterEnded
from setpoint.domains.analytics.reports.keys import no_such_report, reports_there
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now, company_zone
from setpoint.kernel.permissions import scope_of
from setpoint.kernel.refs import Ref


@transaction.atomic
def agree(
    *, report: str, name: str, asked: Mapping[str, str], form: str, often: str, hour: int, by: Actor
) -> ReportLetter:
    """Let a report leave to the actor. ValidationError by field; PermissionDenied without the right to export."""
    if by.user_id is None or by.view_only or not may_report(by) or scope_of(by, "sales.deal", "export") is None:
        raise PermissionDenied(_("A report leaves only to who may export."))
    if report not in reports_there(by):
        raise ValidationError({"report": no_such_report(report)})
    row = ReportLetter(receiver_id=by.user_id, report=report, name=name[:120], form=form, often=often, hour=hour)
    row.asked = dict(asked)
    row.next_at = next_after(row, company_now(), company_zone())
    row.full_clean(exclude=["asked"], validate_constraints=False)
    same = ReportLetter.objects.filter(receiver=by.user_id, report=report, form=form, often=often)
    if same.exists():
        raise ValidationError({"report": _("You receive this report so often already.")})
    row.save()
    _tell(LetterAgreed(name=row.name, form=form, often=often), row, by)
    return row


@transaction.atomic
def end(row: ReportLetter, *, by: Actor) -> None:
    """Let a report leave no more."""
    if row.receiver_id != by.user_id or by.view_only:
        raise PermissionDenied(_("Only who receives a report ends it."))
    _tell(LetterEnded(name=row.name), row, by)
    row.delete()


def next_after(row: ReportLetter, now: datetime, zone: ZoneInfo) -> datetime:
    """Return the first moment after `now`: every day, on Mondays, or on the first of a month."""
    day = now.astimezone(zone).date()
    while True:
        moment = datetime.combine(day, time(row.hour), zone)
        fits = {Often.WEEK: day.weekday() == 0, Often.MONTH: day.day == 1}.get(Often(row.often), True)
        if fits and moment > now:
            return moment
        day += timedelta(days=1)


def _tell(payload: object, row: ReportLetter, by: Actor) -> None:
    facts.emit(facts.NewFact(payload, about=Ref(LETTER, row.pk), by=by, occurred_at=company_now()))
