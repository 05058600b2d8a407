"""The rules of routing: in order, each with its conditions, its way of choosing and its people."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from setpoint.domains.sales.models import RoutingRule
from setpoint.domains.sales.operations import routing
from setpoint.domains.sales.permissions import LEAD
from setpoint.kernel.governed import OPERATORS, governed
from setpoint.kernel.models import User
from setpoint.kernel.permissions import scope_of
from setpoint.ui.toasting import say, warn
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.lead_settings.forms import RuleForm

MOST_CONDITIONS = 8


def rules(request: StaffRequest) -> HttpResponse:
    """Show the rules in order."""
    _must(request, "see")
    found = RoutingRule.objects.prefetch_related("seats__user")
    labels = _labels()
    told = [(rule, [_written(condition, labels) for condition in rule.conditions]) for rule in found]
    context = {"rules": told, "order": ",".join(str(rule.pk) for rule, _conditions in told)}
    return answer(request, "web/lead_settings/routing.html", context)


def rule(request: StaffRequest, rule_id: int | None = None) -> HttpResponse:
    """Show a rule, a new one without number; save it, or take it away where the form says so."""
    _must(request, "change")
    found = get_object_or_404(RoutingRule, pk=rule_id) if rule_id else RoutingRule(name="")
    form = RuleForm(request.POST or None, instance=found)
    drafts = _drafts(request.POST) if request.method == "POST" else [*found.conditions]
    if request.method == "POST" and "remove" in request.POST and rule_id:
        routing.remove(found, by=actor(request))
        say(request, _("Taken away: %(name)s") % {"name": found.name})
        return HttpResponseRedirect(reverse("routing"))
    if request.method == "POST" and "more" not in request.POST and form.is_valid():
        found.conditions = drafts
        try:
            routing.save(found, seats=list(_seats(request.POST)), by=actor(request))
        except ValidationError as refusal:
            for name, messages in getattr(refusal, "message_dict", {"": refusal.messages}).items():
                form.add_error(name if name in form.fields else None, messages)
        else:
            say(request, _("Saved."))
            return HttpResponseRedirect(reverse("routing"))
    declared = governed(LEAD)
    weights = {seat.user_id: seat.weight for seat in found.seats.all()} if found.pk else {}
    if request.method == "POST":
        weights = {seat.user.pk: seat.weight for seat in _seats(request.POST)}
    blank = ["", "", ""]
    shown: list[list[str]] = [*drafts, blank]
    context: dict[str, Any] = {
        "form": form,
        "rule": found,
        "drafts": [_draft(number, condition) for number, condition in enumerate(shown)],
        "fields": [(one.key, one.label) for one in declared.conditions] if declared else [],
        "people": [(user, weights.get(user.pk)) for user in User.objects.filter(is_active=True).order_by("name")],
    }
    bad = request.method == "POST" and "more" not in request.POST
    return answer(request, "web/lead_settings/rule.html", context, status=422 if bad else 200)


@require_POST
def order(request: StaffRequest) -> HttpResponse:
    """Put one rule before or after its neighbour."""
    _must(request, "change")
    ids = list(RoutingRule.objects.values_list("pk", flat=True))
    number, step = request.POST.get("rule", ""), request.POST.get("step", "")
    at = ids.index(int(number)) if number.isdigit() and int(number) in ids else 0
    to = at + (1 if step == "down" else -1)
    if ids and 0 <= to < len(ids):
        ids[at], ids[to] = ids[to], ids[at]
        try:
            routing.order(ids, by=actor(request))
        except ValidationError as refusal:
            warn(request, " ".join(refusal.messages))
    return HttpResponseRedirect(reverse("routing"))


def _drafts(sent: QueryDict) -> list[list[str]]:
    return [
        [str(sent[f"field.{n}"]), sent.get(f"operator.{n}", ""), sent.get(f"value.{n}", "").strip()]
        for n in range(MOST_CONDITIONS)
        if sent.get(f"field.{n}")
    ]


def _draft(number: int, condition: list[str]) -> dict[str, Any]:
    declared = governed(LEAD)
    known = {one.key: one for one in declared.conditions} if declared else {}
    field = known.get(condition[0])
    return {
        "number": number,
        "field": condition[0],
        "operator": condition[1],
        "value": condition[2],
        "operators": [(word, OPERATORS[word]) for word in (field.operators if field else ())],
        "choices": list(field.choices()) if field and field.choices else None,
    }


def _seats(sent: QueryDict) -> Iterator[routing.Seat]:
    people = User.objects.in_bulk([int(number) for number in sent.getlist("seat") if number.isdigit()])
    for pk, user in sorted(people.items()):
        try:
            yield routing.Seat(user, float(sent.get(f"weight.{pk}", "1").replace(",", ".") or 1))
        except ValueError:
            yield routing.Seat(user)


def _labels() -> dict[str, Any]:
    declared = governed(LEAD)
    return {one.key: one for one in declared.conditions} if declared else {}


def _written(condition: list[str], labels: dict[str, Any]) -> str:
    name, operator, value = condition
    field = labels.get(name)
    if field is None:
        return _("“%(field)s”, which is no more") % {"field": name}
    said = dict(field.choices()).get(value, value) if field.choices else value
    return f"{field.label} {OPERATORS[operator]} “{said}”"


def _must(request: StaffRequest, action: str) -> None:
    if scope_of(actor(request), routing.KIND, action) is None:
        raise PermissionDenied
