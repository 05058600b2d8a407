"""What an hour of each role costs, for the report of leverage."""

from decimal import Decimal, InvalidOperation

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from setpoint.domains.analytics.models import RoleCost
from setpoint.domains.analytics.operations.costs import FIELDS, set_costs
from setpoint.domains.analytics.permissions import may_set_costs
from setpoint.kernel.models import Role
from setpoint.kernel.money import Money
from setpoint.ui.toasting import say
from setpoint.web.http import StaffRequest, actor, answer


def costs(request: StaffRequest) -> HttpResponse:
    """Show and set the cost of an hour and the minutes of touches, by role."""
    by = actor(request)
    if not may_set_costs(by):
        raise PermissionDenied
    there = {row.role_id: row for row in RoleCost.objects.all()}
    rows = [(role, there.get(role.pk) or RoleCost(role=role)) for role in Role.objects.order_by("pk")]
    problems: list[str] = []
    if request.method == "POST":
        try:
            set_costs([_read(request, role, cost) for role, cost in rows], by=by)
        except ValidationError as refusal:
            problems = refusal.messages
        else:
            say(request, _("Saved."))
            return HttpResponseRedirect(reverse("report", args=["leverage"]))
    currency = request.company.currency
    shown = [
        (role, [(name, request.POST.get(f"{role.pk}-{name}", _typed(cost, name, currency))) for name in FIELDS])
        for role, cost in rows
    ]
    names = [_label(name) for name in FIELDS]
    context = {"rows": shown, "names": names, "currency": currency, "problems": problems}
    return answer(request, "web/reports/costs.html", context, status=422 if problems else 200)


def _label(name: str) -> str:
    return str(getattr(RoleCost._meta.get_field(name), "verbose_name", name))


def _typed(cost: RoleCost, name: str, currency: str) -> str:
    return f"{Money(cost.hour, currency).amount:f}" if name == "hour" else str(getattr(cost, name))


def _read(request: StaffRequest, role: Role, old: RoleCost) -> RoleCost:
    cost = RoleCost(role=role)
    for name in FIELDS:
        text = request.POST.get(f"{role.pk}-{name}", "").strip().replace(",", ".") or _typed(
            old, name, request.company.currency
        )
        try:
            number = Decimal(text)
            value = Money.of(number, request.company.currency).minor if name == "hour" else int(number)
        except (InvalidOperation, OverflowError, ValueError):
            value = -1
        if not 0 <= value < 2**62:
            told = _("%(role)s, %(field)s: write a number of at least 0.")
            raise ValidationError({name: told % {"role": _(role.name), "field": _label(name)}})
        setattr(cost, name, value)
    return cost
