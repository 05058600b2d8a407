"""Import of sales teams and of deals."""

from setpoint.domains.sales.imports import deal_kind, team_kind

__all__ = ["deal_kind", "team_kind"]
