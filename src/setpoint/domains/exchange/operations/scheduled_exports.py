"""Views leave as files by themselves: agreed, done when due, told by a letter that leads to the file."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from setpoint.domains.exchange.limits import EXPORTS_KEPT
from setpoint.domains.exchange.models import ScheduledExport
from setpoint.domains.exchange.record import ExportScheduled, ExportUnscheduled
from setpoint.domains.exchange.scheduling import next_after
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now, company_zone
from setpoint.kernel.jobs import Running
from setpoint.kernel.limits.reading import most_of
from setpoint.kernel.models import Company
from setpoint.kernel.refs import Ref
from setpoint.loop.inform.address import site
from setpoint.loop.inform.operations import mails
from setpoint.platform.lists.kinds import columns_of, list_of, usual_columns
from setpoint.platform.lists.models import Export
from setpoint.platform.lists.operations import exports
from setpoint.platform.lists.permissions import visible_views
from setpoint.platform.lists.whole import all_details

KIND = "exchange.scheduled_export"
JOB = "exchange.export"


@transaction.atomic
def schedule(row: ScheduledExport, *, by: Actor) -> ScheduledExport:
    """Save an unsaved schedule of the actor's own. ValidationError by field; PermissionDenied without the right."""
    if by.user_id is None or row.owner_id != by.user_id or by.view_only:
        raise PermissionDenied(_("Everybody schedules exports of his own."))
    _require(row, by)
    row.next_at = next_after(row, company_now(), company_zone())
    row.full_clean()
    row.save()
    _tell(ExportScheduled(row.view.name, row.view.kind, row.format, row.every), row, by)
    return row


@transaction.atomic
def unschedule(row: ScheduledExport, *, by: Actor) -> None:
    """End a schedule of the actor's own; its files go with it."""
    if row.owner_id != by.user_id or by.view_only:
        raise PermissionDenied(_("Everybody schedules exports of his own."))
    exports.discard(Export.objects.filter(scheduled=row.pk))
    _tell(ExportUnscheduled(row.view.name, row.view.kind), row, by)
    row.delete()


def begin_due() -> int:
    """Let what is due be written, once each however late it is; return how many."""
    now, begun = company_now(), 0
    for pk in ScheduledExport.objects.filter(next_at__lte=now).values_list("pk", flat=True):
        with transaction.atomic():
            row = ScheduledExport.objects.select_for_update().filter(pk=pk, next_at__lte=now).first()
            if row is not None:
                begin(row)
                row.next_at = next_after(row, now, company_zone())
                row.save(update_fields=["next_at", "problem"])
                begun += 1
    return begun


def begin(row: ScheduledExport) -> Export | None:
    """Let one be written now; None, with the reason on the row, where its owner may not export the view today."""
    by = Actor.of(row.owner)
    try:
        _require(row, by)
    except (PermissionDenied, ValidationError) as refusal:
        row.problem = " ".join(getattr(refusal, "messages", [str(refusal)]))[:300]
        return None
    row.problem = ""
    every = columns_of(list_of(row.view.kind), by).values()
    chosen = row.view.columns or usual_columns(every)
    columns = all_details(row.view.kind, every) if row.whole else chosen
    asked = {name: str(value) for name, value in row.view.asked.items()}
    with override(row.owner.language):
        made = exports.begin(
            row.view.kind, ending=row.format, columns=columns, asked=asked, by=by, scheduled=row.pk, job=JOB
        )
    old = Export.objects.filter(scheduled=row.pk).exclude(pk=made.pk).order_by("-pk")
    exports.discard(old[most_of(EXPORTS_KEPT) - 1 :])
    return made


def write(run: Running, export: Export) -> None:
    """Write the file, then tell its owner; begun again where the worker died between the two."""
    if not export.stored:
        exports.work(run, export)
    row = ScheduledExport.objects.select_related("owner", "view").filter(pk=export.scheduled or 0).first()
    if row is None or not row.by_email:
        return
    export.refresh_from_db()
    with override(row.owner.language):
        context = {
            "company": Company.objects.get(),
            "person": row.owner,
            "view": row.view.name,
            "rows": export.rows,
            "link": f"{site()}/lists/files/{export.pk}",
        }
        mails.post(
            row.owner,
            subject=_("%(view)s: the file is ready") % {"view": row.view.name},
            text=render_to_string("domains/exchange/file_ready.txt", context),
            html=render_to_string("domains/exchange/file_ready.html", context),
            identity=f"export-{export.pk}",
        )


def _require(row: ScheduledExport, by: Actor) -> None:
    if not visible_views(by).filter(pk=row.view_id).exists():
        raise ValidationError({"view": _("The view is no longer shared with you.")})
    exports.require_export(list_of(row.view.kind), by)


def _tell(payload: object, row: ScheduledExport, by: Actor) -> None:
    facts.emit(facts.NewFact(payload, about=Ref(KIND, row.pk), by=by, occurred_at=company_now()))
