"""Exchange rates: what is kept, and files of central banks that bring more."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Max
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from setpoint.domains.sales.models import ExchangeRate
from setpoint.domains.sales.operations import rates
from setpoint.kernel.permissions import scope_of
from setpoint.ui.toasting import say, warn
from setpoint.web.http import StaffRequest, actor, answer

# the whole history of the ECB is 8 MB
LARGEST = 20 * 1024 * 1024


def exchange_rates(request: StaffRequest) -> HttpResponse:
    """Show the latest rates of each bank; POST keeps those of a file."""
    if scope_of(actor(request), rates.KIND, "change") is None:
        raise PermissionDenied
    if request.method == "POST":
        try:
            count = rates.load(_content(request), by=actor(request))
            say(request, ngettext("%(n)s rate is kept.", "%(n)s rates are kept.", count) % {"n": count})
        except ValidationError as refusal:
            warn(request, " ".join(refusal.messages))
        return HttpResponseRedirect(reverse("exchange_rates"))
    last = dict(ExchangeRate.objects.order_by().values_list("bank").annotate(Max("day")))
    rows = [
        (bank, day, ExchangeRate.objects.filter(bank=bank, day=day).order_by("currency"))
        for bank, day in sorted(last.items())
    ]
    return answer(request, "web/pipeline_settings/rates.html", {"banks": rows})


def _content(request: StaffRequest) -> bytes:
    file = request.FILES.get("file")
    if file is None:
        raise ValidationError({"file": _("Choose a file first.")})
    if (file.size or 0) > LARGEST:
        raise ValidationError({"file": _("The file is larger than a file of rates can be.")})
    return bytes(file.read())
