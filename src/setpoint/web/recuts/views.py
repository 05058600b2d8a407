"""Which customers lie in which territory by rules; what a cutting anew would move, and for whom."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Sum
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from setpoint.domains.sales.models import Deal, Recut, TerritoryRule
from setpoint.domains.sales.operations import recuts
from setpoint.kernel.governed import OPERATORS, governed
from setpoint.kernel.models import Territory
from setpoint.kernel.money import Money
from setpoint.kernel.permissions import scope_of
from setpoint.kernel.trees import paths_of
from setpoint.ui.toasting import say, warn
from setpoint.web.http import StaffRequest, actor, answer

PARTY = "customers.party"
MOST_RULES, MOST_CONDITIONS = 40, 4


def territory_rules(request: StaffRequest) -> HttpResponse:
    """Show the rules and the cuttings; POST saves the rules, or takes their conditions over to show more inputs."""
    _must(request)
    rules = [(str(rule.territory_id), rule.conditions) for rule in TerritoryRule.objects.all()]
    if request.method == "POST":
        rules = _read(request.POST)
        if "more" not in request.POST:
            made = [TerritoryRule(territory_id=int(place), conditions=given) for place, given in rules if given]
            try:
                recuts.set_rules(made, by=actor(request))
                say(request, _("Saved."))
                return HttpResponseRedirect(reverse("territory_rules"))
            except ValidationError as refusal:
                warn(request, " ".join(refusal.messages))
    declared = governed(PARTY)
    context: dict[str, Any] = {
        "rules": [_draft(number, place, given) for number, (place, given) in enumerate([*rules, ("", [])])],
        "territories": paths_of(Territory),
        "fields": [(one.key, one.label) for one in declared.conditions if one.key != "territory"] if declared else [],
        "recuts": Recut.objects.annotate(count=Count("rows"))[:10],
    }
    return answer(request, "web/recuts/rules.html", context)


@require_POST
def new_recut(request: StaffRequest) -> HttpResponse:
    """Begin to work out what the rules would move."""
    _must(request)
    try:
        recut = recuts.draft(by=actor(request))
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
        return HttpResponseRedirect(reverse("territory_rules"))
    return HttpResponseRedirect(reverse("recut", args=[recut.pk]))


def recut(request: StaffRequest, recut_id: int) -> HttpResponse:
    """Show who gains and loses what by a cutting; POST applies it or takes it back."""
    _must(request)
    found = get_object_or_404(Recut, pk=recut_id)
    if request.method == "POST":
        do = {"apply": recuts.apply, "undo": recuts.undo}.get(request.POST.get("do", ""))
        try:
            if do:
                do(found, by=actor(request))
        except ValidationError as refusal:
            warn(request, " ".join(refusal.messages))
        return HttpResponseRedirect(reverse("recut", args=[found.pk]))
    context = {"recut": found, "sides": _sides(found, request.company.currency), "count": found.rows.count()}
    return answer(request, "web/recuts/recut.html", context)


def _sides(found: Recut, currency: str) -> list[dict[str, Any]]:
    """Return of every territory what it gains and loses: customers, open deals and their worth; and its people."""
    names = dict(Territory.objects.values_list("pk", "name"))
    people: dict[int, list[str]] = {}
    for territory, name in Territory.objects.filter(people__is_active=True).values_list("pk", "people__name"):
        people.setdefault(territory, []).append(name)
    sides: dict[int | None, dict[str, Any]] = {}
    for side, column in (("gains", "after"), ("loses", "before")):
        counts = found.rows.order_by().values(column).annotate(n=Count("pk"))
        for row in counts:
            sides.setdefault(row[column], {})[side] = {"customers": row["n"], "deals": 0, "sums": []}
        owner_of = dict(found.rows.values_list("party", column))
        open_deals = Deal.objects.open().filter(customer__in=found.rows.values("party"))
        totals = open_deals.order_by().values("customer", "currency").annotate(n=Count("pk"), total=Sum("amount"))
        for row in totals:
            here = sides[owner_of[row["customer"]]][side]
            here["deals"] += row["n"]
            if row["currency"] == currency:
                here["sums"] = [Money((here["sums"][0].minor if here["sums"] else 0) + (row["total"] or 0), currency)]
    rows = [
        {"name": names.get(pk or 0, _("no territory")), "people": people.get(pk or 0, []), **side}
        for pk, side in sides.items()
    ]
    return sorted(rows, key=lambda row: str(row["name"]))


def _read(sent: QueryDict) -> list[tuple[str, list[list[str]]]]:
    rows = []
    for number in range(MOST_RULES):
        place = sent.get(f"territory.{number}", "")
        if not place.isdigit() or not Territory.objects.filter(pk=int(place), removed_at=None).exists():
            continue
        given = [
            [sent.get(f"{name}.{number}.{n}", "").strip() for name in ("field", "operator", "value")]
            for n in range(MOST_CONDITIONS)
            if sent.get(f"field.{number}.{n}")
        ]
        rows.append((place, given))
    return rows


def _draft(number: int, place: str, given: list[list[str]]) -> dict[str, Any]:
    declared = governed(PARTY)
    known = {one.key: one for one in declared.conditions} if declared else {}
    blank = ["", "", ""]
    drafts: list[list[str]] = [*given, blank][:MOST_CONDITIONS]
    return {
        "number": number,
        "territory": place,
        "conditions": [
            {
                "number": n,
                "field": name,
                "operator": operator,
                "value": value,
                "operators": [(word, OPERATORS[word]) for word in (known[name].operators if name in known else ())],
                "choices": list(known[name].choices()) if name in known and known[name].choices else None,  # type: ignore[misc] # there
            }
            for n, (name, operator, value) in enumerate(drafts)
        ],
    }


def _must(request: StaffRequest) -> None:
    if scope_of(actor(request), recuts.KIND, "change") is None:
        raise PermissionDenied
