"""Reports by e-mail: agreed and ended by who receives them, written and posted when due."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from setpoint.domains.analytics.copying.reading import NotYetError
from setpoint.domains.analytics.models import How, ReportLetter
from setpoint.domains.analytics.operations import letters as operations
from setpoint.domains.analytics.operations.reports import used
from setpoint.domains.analytics.permissions import LETTER, may_report
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now, company_zone
from setpoint.kernel.models import Company
from setpoint.kernel.permissions import scope_of, visible_to
from setpoint.loop.inform.address import site
from setpoint.loop.inform.operations import mails
from setpoint.ui.templatetags.figures import moment
from setpoint.ui.toasting import say, warn
from setpoint.web.http import StaffRequest, actor, verb
from setpoint.web.reports.files import xlsx
from setpoint.web.reports.named import choices, named
from setpoint.web.reports.pdf import pdf
from setpoint.web.reports.views import require_reports


@require_POST
def letters(request: StaffRequest) -> HttpResponse:
    """Agree that a report leaves to oneself."""
    require_reports(request)
    by, given = actor(request), request.POST
    names = dict(choices(by))
    key, hour = given.get("report", ""), given.get("hour", "7")
    if key not in names:
        raise Http404
    try:
        operations.agree(
            report=key,
            name=names[key],
            asked={},
            form=given.get("form", ""),
            often=given.get("often", ""),
            hour=int(hour) if hour.isdecimal() else 24,
            by=by,
        )
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
    else:
        say(request, _("It will come by e-mail."))
    return HttpResponseRedirect(reverse("reports"))


@require_POST
def letter(request: StaffRequest, letter_id: int) -> HttpResponse:
    """POST posts one now; DELETE ends it."""
    require_reports(request)
    row: ReportLetter = get_object_or_404(visible_to(actor(request), LETTER), pk=letter_id)
    if verb(request) == "DELETE":
        operations.end(row, by=actor(request))
        say(request, _("It comes no more."))
    elif send(row, identity=f"report-{row.pk}-{company_now():%Y%m%d%H%M%S}"):
        say(request, _("It is on its way."))
    else:
        warn(request, row.problem)
    return HttpResponseRedirect(reverse("reports"))


def send_due() -> int:
    """Post what is due, each once however late it is; return how many."""
    now, sent = company_now(), 0
    for pk in ReportLetter.objects.filter(next_at__lte=now).values_list("pk", flat=True):
        with transaction.atomic():
            row = ReportLetter.objects.select_for_update().filter(pk=pk, next_at__lte=now).first()
            if row is None:
                continue
            sent += send(row, identity=f"report-{row.pk}-{row.next_at:%Y%m%d%H%M}")
            row.next_at = operations.next_after(row, now, company_zone())
            row.save(update_fields=["next_at"])
    return sent


def send(row: ReportLetter, *, identity: str) -> bool:
    """Write a report by the rights that its receiver has now and post it; say on the row why not where it cannot."""
    company, person = Company.objects.get(), row.receiver
    by = Actor.of(person)
    with override(person.language):
        row.problem = ""
        try:
            if not person.is_active or not may_report(by) or scope_of(by, "sales.deal", "export") is None:
                raise PermissionDenied(_("A report leaves only to who may export."))  # noqa: TRY301 - told below
            found = named(row.report, row.asked, by, company.currency)
        except NotYetError:
            row.problem = _("The figures are being gathered")
        except (PermissionDenied, ValidationError) as refusal:
            row.problem = " ".join(getattr(refusal, "messages", [str(refusal)]))[:300]
        else:
            if found is None:
                row.problem = _("The report is no longer shared with you.")
        if row.problem or found is None:
            row.save(update_fields=["problem"])
            return False
        body = xlsx(found.sheets, found.name)
        if row.form == How.PDF:
            body = pdf(found.sheets, found.name, company.name, moment(company_now()))
        context = {"company": company, "person": person, "report": found.name, "link": f"{site()}{found.url}"}
        mails.post(
            person,
            subject=f"{found.name} · {moment(company_now())}",
            text=render_to_string("web/reports/letter.txt", context),
            html=render_to_string("web/reports/letter.html", context),
            identity=identity,
            attached=(f"{row.report}.{row.form}", body),
        )
        used(key=row.report, name=found.name, by=by, how=f"mail {row.form}")
    row.save(update_fields=["problem"])
    return True
