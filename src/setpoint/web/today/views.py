"""A seller's day: whom to work on first and why, what has gone stale, what is open."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpResponse

from setpoint.domains.sales.models import Deal, Stage
from setpoint.kernel.clock import company_now
from setpoint.kernel.field_rights import hidden, veil
from setpoint.kernel.money import Money
from setpoint.kernel.permissions import visible_to
from setpoint.web.deal.showing import opened_beside
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.imports.access import may_import

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
    # the norm stands with the stage: stages are few, so each is a condition of its own
    late = Q(pk__in=())
    for stage in Stage.objects.all():
        late |= Q(stage=stage.pk, stage_since__lt=now - timedelta(days=stage.norm_days))
    stale = list(named.filter(late).order_by("stage_since", "pk")[: STALE_SHOWN + 1])
    context: dict[str, Any] = {
        "work": veil(by, KIND, rows[:SHOWN]),
        "more_work": len(rows) > SHOWN,
        "stale": veil(by, KIND, stale[:STALE_SHOWN]),
        "more_stale": len(stale) > STALE_SHOWN,
        "sums": _sums(own),
        "unseen": hidden(by, KIND),
        "address": "?",
    }
    if not context["sums"]:
        context["may_import"] = may_import(request)
    context |= opened_beside(request, "?")
    return answer(request, "web/today/page.html", context, parts={"today": "web/today/lists.html"})


def _sums(own: "QuerySet[Deal]") -> list[Any]:
    """Return per stage the number and sum of the person's open deals."""
    rows = own.order_by().values("stage", "stage__name", "stage__pipeline", "currency")
    totals: list[Any] = list(
        rows.annotate(count=Count("pk"), total=Sum("amount")).order_by("stage__pipeline", "stage__position")
    )
    for row in totals:
        row["name"] = row["stage__name"]
        row["money"] = None if row["total"] is None else Money(row["total"], row["currency"])
    return totals
