"""What the owner of the demo company has set up for its reports: what an hour costs, and a dashboard for all."""

from setpoint.domains.analytics.models import Dashboard, RoleCost
from setpoint.domains.analytics.operations.costs import set_costs
from setpoint.domains.analytics.operations.dashboards import save_dashboard
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import Role, User
from setpoint.simulation.names import Language

# of an hour, in minor units
COSTS = {"head": 6_000, "seller": 3_500, "marketer": 2_800, "agent": 2_200}
ROUBLES = 30
TILES = ("pipeline", "funnel", "forecast", "won-lost")


def arrange(language: Language) -> None:
    """Set it up once."""
    owner = User.objects.filter(role__key="owner").order_by("pk").first()
    if owner is None or Dashboard.objects.exists():
        return
    by, russian = Actor.of(owner), language == "ru"
    roles = Role.objects.filter(key__in=COSTS)
    set_costs([RoleCost(role=role, hour=COSTS[role.key] * (ROUBLES if russian else 1)) for role in roles], by=by)
    save_dashboard(name="Утро" if russian else "Morning", tiles=TILES, shared=True, by=by)
