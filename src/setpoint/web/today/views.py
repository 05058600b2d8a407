"""A seller's day as a loop: plan and gap, whom to work on first and why, what has gone stale, what is open."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.http import HttpResponse

from setpoint.domains.sales.models import Deal, Stage
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now, company_zone
from setpoint.kernel.field_rights import hidden, veil
from setpoint.kernel.money import Money
from setpoint.kernel.permissions import scope_of, visible_to
from setpoint.web.deal.showing import opened_beside
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.imports.access import may_import
from setpoint.web.today import day

KIND = "sales.deal"
SHOWN = 25
STALE_SHOWN = 10


def today(request: StaffRequest) -> HttpResponse:
    """Show the work-list in its recommended order, the stale deals, and the sums of what is open."""
    now = company_now()
    by = actor(request)
    own: QuerySet[Deal] = visible_to(by, KIND).filter(owner=request.user, closed_at__isnull=True)
    named = own.select_related("customer", "stage", "work_list_position")
    listed = named.filter(work_list_position__isnull=False).order_by("-work_list_position__score", "pk")
    rows = list(listed[: SHOWN + 1])
    stages = {stage.pk: stage for stage in Stage.objects.all()}
    stale = _stale(own, named, stages, now)
    context: dict[str, Any] = {
        "work": veil(by, KIND, rows[:SHOWN]),
        "more_work": len(rows) > SHOWN,
        "stale": veil(by, KIND, stale[:STALE_SHOWN]),
        "more_stale": len(stale) > STALE_SHOWN,
        "sums": _sums(own, stages),
        "unseen": hidden(by, KIND),
        "address": "?",
    }
    if not context["sums"]:
        context["may_import"] = may_import(request)
    context |= _day(by, request.user.pk, own, now)
    context |= opened_beside(request, "?")
    return answer(request, "web/today/page.html", context, parts={"today": "web/today/lists.html"})


def _day(by: Actor, user: int, own: "QuerySet[Deal]", now: datetime) -> dict[str, Any]:
    """Return the day as a loop: plan, gap, what is worth most, what is due, what has no next step."""
    actions = day.worth_most(own, now)
    bare, count = day.without_step(own)
    veil(by, KIND, [*(one.deal for one in actions), *bare])
    found = day.due(by, user, now) if scope_of(by, "activities.activity", "see") else {}
    shares = day.shares(by, user, now.astimezone(company_zone()).date())
    return {"actions": actions, "bare": bare, "bare_count": count, "shares": shares, **found}


def _stale(own: "QuerySet[Deal]", named: "QuerySet[Deal]", stages: Mapping[int, Stage], now: datetime) -> list[Deal]:
    """Return the deals that are longest in their stage beyond its norm, one more than is shown."""
    found: list[tuple[datetime, int]] = []
    # the norm stands with the stage: of each the first few, by an index that holds their order
    for stage in stages.values():
        late = own.filter(stage=stage.pk, stage_since__lt=now - timedelta(days=stage.norm_days))
        rows = late.order_by("stage_since", "pk").values_list("stage_since", "pk")[: STALE_SHOWN + 1]
        found += [(since, number) for since, number in rows if since is not None]
    numbers = [number for _since, number in sorted(found)[: STALE_SHOWN + 1]]
    there = named.in_bulk(numbers)
    return [there[number] for number in numbers if number in there]


def _sums(own: "QuerySet[Deal]", stages: Mapping[int, Stage]) -> list[Any]:
    """Return per stage the number and sum of the person's open deals."""
    rows = own.order_by().values("stage", "currency").annotate(count=Count("pk"), total=Sum("amount"))
    places = {pk: place for place, pk in enumerate(stages)}
    totals: list[Any] = sorted(rows, key=lambda row: (places[row["stage"]], row["currency"]))
    for row in totals:
        row["name"] = stages[row["stage"]].name
        row["money"] = None if row["total"] is None else Money(row["total"], row["currency"])
    return totals
