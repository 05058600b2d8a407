"""One call of every operation of reports, with what it needs already there."""

from collections.abc import Callable

from setpoint.domains.analytics.models import RoleCost
from setpoint.domains.analytics.operations import costs, dashboards, letters, reports
from setpoint.kernel.actors import SYSTEM, Actor
from tests.cast import Cast

ASKED = {"source": "deals", "rows": "stage", "measures": "count"}


def report_examples(c: Cast) -> dict[Callable[..., object], Callable[[], object]]:
    sara = Actor.of(c.sara)
    kept = reports.save(name="Mine", asked=ASKED, shared=False, by=sara)
    page = dashboards.save_dashboard(name="Mine", tiles=["pipeline"], by=sara)
    agreed = {"report": "pipeline", "name": "Pipeline", "asked": {}, "form": "pdf", "hour": 7}
    letter = letters.agree(**agreed, often="week", by=sara)
    return {
        dashboards.save_dashboard: lambda: dashboards.save_dashboard(name="Ours", tiles=["funnel"], by=sara),
        dashboards.remove_dashboard: lambda: dashboards.remove_dashboard(page, by=sara),
        letters.agree: lambda: letters.agree(**agreed, often="day", by=sara),
        letters.end: lambda: letters.end(letter, by=sara),
        reports.save: lambda: reports.save(name="Ours", asked=ASKED, shared=True, by=sara),
        reports.remove: lambda: reports.remove(kept, by=sara),
        reports.used: lambda: reports.used(key="pipeline", name="Pipeline", by=sara),
        costs.set_costs: lambda: costs.set_costs([RoleCost(role=c.sara.role, hour=3000)], by=SYSTEM),
    }
